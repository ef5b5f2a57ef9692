package io.trunkline.core.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.tenantfile.YamlReading.Fault;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
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
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.resolver.ScalarResolver;
import org.snakeyaml.engine.v2.schema.JsonSchema;

/**
 * Reads one YAML document into a JSON tree. Only what JSON can say passes: no anchors, aliases, tags or repeated keys,
 * so that what an operator sees in the file is what there is, and a small file stays a small tree.
 */
public final class YamlTree {
    private static final int MAX_DEPTH = 16;
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final ScalarResolver SCALARS = new JsonSchema().getScalarResolver();

    private final Iterator<Event> events;
    private final Map<String, Integer> lines = new HashMap<>();
    private final List<Fault> faults = new ArrayList<>();

    private YamlTree(Iterator<Event> events) {
        this.events = events;
    }

    /** Reads {@code text}; never throws on what it says. */
    public static YamlReading read(String text) {
        LoadSettings settings = LoadSettings.builder().setUseMarks(true).build();
        try {
            return new YamlTree(new Parse(settings).parseString(text).iterator()).document();
        } catch (TooDeepException e) {
            return new YamlReading.Faulty(
                    List.of(new Fault(e.line, "is nested more than " + MAX_DEPTH + " levels deep")));
        } catch (MarkedYamlEngineException e) {
            int line = e.getProblemMark().map(YamlTree::line).orElse(1);
            return new YamlReading.Faulty(List.of(new Fault(line, "is no YAML: " + e.getProblem())));
        } catch (YamlEngineException e) {
            return new YamlReading.Faulty(List.of(new Fault(1, "is no YAML: " + e.getMessage())));
        }
    }

    private YamlReading document() {
        JsonNode root = NODES.missingNode();
        boolean started = false;
        while (events.hasNext()) {
            Event event = events.next();
            if (event instanceof DocumentStartEvent) {
                if (started) {
                    fault(event, "starts a second document; a file holds one");
                    break;
                }
                started = true;
                root = node(events.next(), "", 0);
            }
        }
        return faults.isEmpty() ? new YamlReading.Tree(root, lines) : new YamlReading.Faulty(faults);
    }

    private JsonNode node(Event event, String pointer, int depth) {
        if (depth > MAX_DEPTH) {
            throw new TooDeepException(line(event));
        }
        lines.putIfAbsent(pointer, line(event));
        if (event instanceof AliasEvent) {
            fault(event, "uses an alias (*name); write the value out");
            return NODES.nullNode();
        }
        if (event instanceof NodeEvent named && named.getAnchor().isPresent()) {
            fault(event, "sets an anchor (&name), which has no use here");
        }
        if (event instanceof ScalarEvent scalar) {
            return scalar(scalar);
        }
        CollectionStartEvent start = (CollectionStartEvent) event;
        start.getTag().ifPresent(tag -> fault(event, "has the tag " + tag + "; tags have no use here"));
        return start instanceof MappingStartEvent ? mapping(pointer, depth) : sequence(pointer, depth);
    }

    private ObjectNode mapping(String pointer, int depth) {
        ObjectNode mapping = NODES.objectNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.MappingEnd; event = events.next()) {
            String key = "";
            if (event instanceof ScalarEvent scalar) {
                key = scalar.getValue();
                scalar(scalar);
            } else {
                node(event, pointer + "/?", depth + 1);
                fault(event, "has a key that is no plain text");
            }
            String child = pointer + "/" + key.replace("~", "~0").replace("/", "~1");
            if (mapping.has(key)) {
                fault(event, "repeats the key '" + key + "', which stands on line " + lines.get(child) + " already");
            }
            lines.putIfAbsent(child, line(event));
            mapping.set(key, node(events.next(), child, depth + 1));
        }
        return mapping;
    }

    private ArrayNode sequence(String pointer, int depth) {
        ArrayNode sequence = NODES.arrayNode();
        for (Event event = events.next(); event.getEventId() != Event.ID.SequenceEnd; event = events.next()) {
            sequence.add(node(event, pointer + "/" + sequence.size(), depth + 1));
        }
        return sequence;
    }

    private JsonNode scalar(ScalarEvent scalar) {
        scalar.getTag().ifPresent(tag -> fault(scalar, "has the tag " + tag + "; tags have no use here"));
        String value = scalar.getValue();
        Tag tag = SCALARS.resolve(value, scalar.isPlain());
        if (tag.equals(Tag.NULL)) {
            return NODES.nullNode();
        }
        if (tag.equals(Tag.BOOL)) {
            return NODES.booleanNode(Boolean.parseBoolean(value));
        }
        if ((tag.equals(Tag.INT) || tag.equals(Tag.FLOAT)) && value.length() < 32) {
            return number(value);
        }
        return NODES.textNode(value);
    }

    /** A number where JSON knows it; what YAML alone calls one ({@code .inf}) stays a text. */
    private static JsonNode number(String value) {
        try {
            BigDecimal number = new BigDecimal(value);
            boolean whole = number.scale() <= 0 && number.precision() - number.scale() <= 18;
            return whole ? NODES.numberNode(number.longValueExact()) : NODES.textNode(value);
        } catch (NumberFormatException e) {
            return NODES.textNode(value);
        }
    }

    private void fault(Event event, String reason) {
        faults.add(new Fault(line(event), reason));
    }

    private static int line(Event event) {
        return event.getStartMark().map(YamlTree::line).orElse(1);
    }

    private static int line(Mark mark) {
        return mark.getLine() + 1;
    }

    private static final class TooDeepException extends RuntimeException {
        private final int line;

        TooDeepException(int line) {
            super("too deep", null, false, false);
            this.line = line;
        }
    }
}
