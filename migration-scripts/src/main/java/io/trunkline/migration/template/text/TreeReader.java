package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.YamlNode.Alias;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlNode.Scalar;
import io.trunkline.migration.template.text.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** Makes the tree of a text from the parser's events, whose marks say where each node stands. JSON is YAML here. */
final class TreeReader {
    private static final int MAX_DEPTH = 100;

    private final TemplateText source;
    private final Iterator<Event> events;
    private final Offsets offsets;
    private final Map<String, YamlNode> anchors = new HashMap<>();
    private final Includes includes;

    private TreeReader(TemplateText source, Includes includes) {
        this.source = source;
        this.includes = includes;
        this.offsets = Offsets.of(source.text());
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(Integer.MAX_VALUE)
                // the parser fails on an emoji that its buffer cuts in two: it gets all at once
                .setBufferSize(source.text().length() + 2)
                .build();
        this.events = new Parse(settings).parseString(spaced(source.text())).iterator();
    }

    /**
     * JSON may be indented by tabs, which the parser refuses: to it they are spaces. No character changes its place.
     */
    private static String spaced(String text) {
        if (!text.stripLeading().startsWith("{") || text.indexOf('\t') < 0) {
            return text;
        }
        char[] chars = text.toCharArray();
        boolean quoted = false;
        for (int i = 0; i < chars.length; i++) {
            if (quoted && chars[i] == '\\') {
                i++;
            } else if (chars[i] == '"') {
                quoted = !quoted;
            } else if (!quoted && chars[i] == '\t') {
                chars[i] = ' ';
            }
        }
        return new String(chars);
    }

    static YamlNode read(TemplateText source, Includes includes) {
        try {
            return new TreeReader(source, includes).document();
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(mark -> mark.getLine() + 1).orElse(1);
            String hint = e.getProblem().contains("\\t") ? "; YAML is indented by spaces, never by tabs" : "";
            throw new OperatorException(source.name() + ":" + line + ": is no YAML: " + e.getProblem() + hint, e);
        } catch (YamlEngineException e) {
            throw new OperatorException(source.name() + ": is no YAML: " + e.getMessage(), e);
        }
    }

    private YamlNode document() {
        Optional<YamlNode> root = Optional.empty();
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                if (root.isPresent()) {
                    throw fault(event, "starts a second document; a template is one. Split the file");
                }
                root = Optional.of(node(events.next(), 0));
            }
        }
        return root.orElseThrow(() -> new OperatorException(source.name() + ": is empty"));
    }

    private YamlNode node(Event event, int depth) {
        if (depth > MAX_DEPTH) {
            throw fault(event, "is nested more than " + MAX_DEPTH + " levels deep");
        }
        if (event instanceof AliasEvent alias) {
            String name = alias.getAlias().getValue();
            YamlNode target = anchors.get(name);
            if (target == null) {
                throw fault(event, "uses *" + name + ", which no anchor before it completes");
            }
            return new Alias(place(event, end(event)), name, target);
        }
        String anchor = ((NodeEvent) event).getAnchor().map(Anchor::getValue).orElse("");
        YamlNode node =
                switch (event) {
                    case ScalarEvent scalar -> includes.follow(scalar(scalar, anchor));
                    case MappingStartEvent start -> mapping(start, anchor, depth);
                    default -> sequence((CollectionStartEvent) event, anchor, depth);
                };
        if (!anchor.isEmpty()) {
            anchors.put(anchor, node);
        }
        return node;
    }

    private Scalar scalar(ScalarEvent event, String anchor) {
        return new Scalar(
                place(event, end(event)),
                event.getTag().orElse(""),
                anchor,
                event.getValue(),
                event.getScalarStyle() == ScalarStyle.PLAIN);
    }

    private Mapping mapping(MappingStartEvent start, String anchor, int depth) {
        List<Entry> entries = new ArrayList<>();
        Map<String, Integer> lines = new HashMap<>();
        int end = end(start);
        Event event = events.next();
        for (; event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            if (!(event instanceof ScalarEvent named)) {
                throw fault(event, "has a key that is no plain text");
            }
            Scalar key = scalar(named, anchorOf(named));
            Integer earlier = lines.put(key.value(), key.place().line());
            if (earlier != null) {
                throw fault(
                        event,
                        "repeats the key '" + key.value() + "' of line " + earlier
                                + "; parsers disagree which of them holds. Remove one");
            }
            YamlNode value = node(events.next(), depth + 1);
            entries.add(new Entry(key, value));
            end = Math.max(end, Math.max(afterColon(key), value.place().end()));
        }
        return new Mapping(
                place(start, start.isFlow() ? end(event) : end),
                start.getTag().orElse(""),
                anchor,
                start.isFlow(),
                entries);
    }

    private static String anchorOf(NodeEvent event) {
        return event.getAnchor().map(Anchor::getValue).orElse("");
    }

    /** A key without a value still has its colon. */
    private int afterColon(Scalar key) {
        String text = source.text();
        int at = key.place().end();
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
        return at < text.length() && text.charAt(at) == ':'
                ? at + 1
                : key.place().end();
    }

    private Sequence sequence(CollectionStartEvent start, String anchor, int depth) {
        List<YamlNode> items = new ArrayList<>();
        int end = end(start);
        Event event = events.next();
        for (; event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            YamlNode item = node(event, depth + 1);
            items.add(item);
            end = Math.max(end, item.place().end());
        }
        return new Sequence(
                place(start, start.isFlow() ? end(event) : end),
                start.getTag().orElse(""),
                anchor,
                start.isFlow(),
                items);
    }

    private Place place(Event start, int end) {
        Mark mark = start.getStartMark().orElseThrow();
        int from = offsets.utf16(mark.getIndex());
        return new Place(source.name(), from, Math.max(from, end), mark.getLine() + 1, mark.getColumn());
    }

    /** Where the characters of an event end; the mark of a block of text stands behind its blank lines. */
    private int end(Event event) {
        int from = offsets.utf16(event.getStartMark().orElseThrow().getIndex());
        int end = offsets.utf16(event.getEndMark().orElseThrow().getIndex());
        while (end > from && Character.isWhitespace(source.text().charAt(end - 1))) {
            end--;
        }
        return end;
    }

    private OperatorException fault(Event event, String what) {
        int line = event.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
        return new OperatorException(source.name() + ":" + line + ": " + what);
    }
}
