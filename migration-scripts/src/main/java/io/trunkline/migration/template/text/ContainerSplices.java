package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.TreeEdits.ContainerEdit;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Makes replacements in the text of what happens to a container's children. */
final class ContainerSplices {
    private final YamlTree tree;
    private final String text;
    private final Lines lines;
    private final FreshWriter writer;
    private final String lineEnd;

    /** For the containers that stand in {@code source}, one of the tree's texts. */
    ContainerSplices(YamlTree tree, TemplateText source) {
        this.tree = tree;
        this.text = source.text();
        this.lines = new Lines(text);
        this.lineEnd = source.lineEnd();
        YamlNode root = tree.root(source);
        boolean json = root instanceof Container container && container.flow();
        this.writer = new FreshWriter(json, step(root));
    }

    /** By how much the first nested mapping is indented. */
    private static int step(YamlNode root) {
        return root.children().stream()
                .filter(child -> child instanceof Mapping mapping && !mapping.flow() && mapping.size() > 0)
                .mapToInt(child -> child.place().column())
                .filter(column -> column > 0)
                .findFirst()
                .orElse(2);
    }

    Splice value(YamlNode node, Fresh fresh) {
        int start = node.place().start();
        boolean flow = inFlow(node);
        // a key whose value stood on the lines below it
        int after = start;
        while (after > 0 && Character.isWhitespace(text.charAt(after - 1))) {
            after--;
        }
        boolean below = !flow && text.substring(after, start).indexOf('\n') >= 0;
        boolean bare = start == node.place().end() && start > 0 && text.charAt(start - 1) == ':';
        return new Splice(
                below ? after : start, node.place().end(), (below || bare ? " " : "") + writer.value(fresh, flow), 0);
    }

    private boolean inFlow(YamlNode node) {
        return tree.parent(node).map(parent -> parent.container().flow()).orElse(false);
    }

    List<Splice> splices(Container container, ContainerEdit edit) {
        List<Splice> splices = new ArrayList<>();
        int size = container.size();
        if (size == 0) {
            return List.of(intoEmpty(container, edit.all()));
        }
        int index = 0;
        while (index <= size) {
            if (!edit.gone().contains(index)) {
                List<Fresh.Child> fresh = edit.fresh().getOrDefault(index, List.of());
                if (!fresh.isEmpty()) {
                    splices.add(insertion(container, index, fresh));
                }
                index++;
                continue;
            }
            int last = index;
            List<Fresh.Child> fresh = new ArrayList<>(edit.fresh().getOrDefault(index, List.of()));
            while (edit.gone().contains(last + 1)) {
                last++;
                fresh.addAll(edit.fresh().getOrDefault(last, List.of()));
            }
            fresh.addAll(edit.fresh().getOrDefault(last + 1, List.of()));
            splices.add(container.flow() ? flowRun(container, index, last, fresh) : run(container, index, last, fresh));
            // what was put before the next child is in already
            index = last + 2;
            if (last + 1 < size && edit.gone().contains(last + 1)) {
                throw new IllegalStateException("runs are maximal");
            }
        }
        return splices;
    }

    private Splice intoEmpty(Container container, List<Fresh.Child> fresh) {
        String inner = fresh.stream().map(writer::flow).collect(Collectors.joining(", "));
        boolean mapping = container instanceof Mapping;
        return new Splice(
                container.place().start(),
                container.place().end(),
                (mapping ? "{" : "[") + inner + (mapping ? "}" : "]"),
                0);
    }

    private int start(Container container, int index) {
        if (container instanceof Mapping mapping) {
            return mapping.fields().get(index).key().place().start();
        }
        YamlNode item = container.list().get(index);
        return container.flow() ? item.place().start() : dash(item);
    }

    private int dash(YamlNode item) {
        int at = item.place().start() - 1;
        while (at > 0 && Character.isWhitespace(text.charAt(at))) {
            at--;
        }
        if (at < 0 || text.charAt(at) != '-') {
            throw new OperatorException(
                    item.place().where() + ": this list's item does not stand beside its dash, and has to"
                            + " change. Put it on the line of its dash, then run this again.");
        }
        return at;
    }

    private static int end(Container container, int index) {
        if (container instanceof Mapping mapping) {
            YamlNode.Entry entry = mapping.fields().get(index);
            return Math.max(entry.key().place().end(), entry.value().place().end());
        }
        return container.list().get(index).place().end();
    }

    private Splice flowRun(Container container, int first, int last, List<Fresh.Child> fresh) {
        if (!fresh.isEmpty()) {
            return new Splice(
                    start(container, first), end(container, last), joined(fresh, separator(container, first)), 0);
        }
        boolean leads = first == 0;
        return leads
                ? new Splice(start(container, first), start(container, last + 1), "", 0)
                : new Splice(end(container, first - 1), end(container, last), "", 0);
    }

    private String joined(List<Fresh.Child> fresh, String separator) {
        return fresh.stream().map(writer::flow).collect(Collectors.joining(separator));
    }

    /** A comma, with a line break where the container's children stand on lines of their own. */
    private String separator(Container container, int index) {
        int start = start(container, Math.min(index, container.size() - 1));
        return lines.startsLine(start) ? "," + lineEnd + text.substring(lines.start(start), start) : ", ";
    }

    private Splice insertion(Container container, int before, List<Fresh.Child> fresh) {
        if (container.flow()) {
            String separator = separator(container, before);
            if (before == 0) {
                int start = start(container, 0);
                return new Splice(start, start, joined(fresh, separator) + separator, 0);
            }
            int end = end(container, before - 1);
            return new Splice(end, end, separator + joined(fresh, separator), 0);
        }
        int column = column(container);
        if (before == 0) {
            int start = start(container, 0);
            if (!lines.startsLine(start)) {
                String block = block(fresh, column).stripLeading();
                return new Splice(start, start, block + " ".repeat(column), column);
            }
            int line = lines.attached(start);
            return new Splice(line, line, block(fresh, column), column);
        }
        int behind = lines.next(end(container, before - 1));
        boolean broken = behind > 0 && text.charAt(behind - 1) == '\n';
        return new Splice(behind, behind, (broken ? "" : lineEnd) + block(fresh, column), column);
    }

    private int column(Container container) {
        int start = start(container, 0);
        return start - lines.start(start);
    }

    /** Lines with their breaks. */
    private String block(List<Fresh.Child> fresh, int column) {
        return fresh.stream()
                .flatMap(child -> writer.lines(child).stream())
                .map(line -> " ".repeat(column) + line + lineEnd)
                .collect(Collectors.joining());
    }

    private Splice run(Container container, int first, int last, List<Fresh.Child> fresh) {
        int column = column(container);
        int start = start(container, first);
        Optional<Integer> next =
                last + 1 < container.size() ? Optional.of(start(container, last + 1)) : Optional.empty();
        int behind = lines.after(end(container, last), column);
        if (!lines.startsLine(start)) {
            return sharedLine(container, start, behind, column, next, fresh);
        }
        int top = topOf(container, first, start, next);
        if (!fresh.isEmpty()) {
            return new Splice(top, behind, block(fresh, column), column);
        }
        int blanks = lines.blanksAbove(top);
        if (next.isPresent()) {
            boolean apart = blanks < top || first == 0;
            return new Splice(top, apart ? lines.skipBlank(behind) : behind, "", column);
        }
        return new Splice(Math.max(blanks, lines.next(end(container, first - 1))), behind, "", column);
    }

    /** Comments directly above go along, except a section's heading under which others stay. */
    private int topOf(Container container, int first, int start, Optional<Integer> next) {
        int attached = lines.attached(start);
        boolean heading = lines.hasBanner(attached, lines.start(start));
        boolean othersStay = next.isPresent() && !lines.hasBanner(lines.attached(next.get()), lines.start(next.get()));
        int floor = first == 0 ? 0 : lines.next(end(container, first - 1));
        return heading && othersStay ? lines.start(start) : Math.max(attached, floor);
    }

    /** The first key after a dash: the next one moves up to it. */
    private Splice sharedLine(
            Container container, int start, int behind, int column, Optional<Integer> next, List<Fresh.Child> fresh) {
        String block = fresh.isEmpty() ? "" : block(fresh, column).stripLeading();
        if (next.isEmpty()) {
            return new Splice(start, behind, block, column);
        }
        if (text.substring(behind, next.get()).indexOf('#') >= 0) {
            throw new OperatorException(container.place().where()
                    + ": comments stand between what has to go and what stays. Move them, then run this again.");
        }
        return new Splice(start, next.get(), block + (fresh.isEmpty() ? "" : " ".repeat(column)), column);
    }
}
