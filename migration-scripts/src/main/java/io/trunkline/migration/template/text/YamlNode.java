package io.trunkline.migration.template.text;

import java.util.List;
import java.util.Optional;

/**
 * A node as it is written: an alias stays an alias, so that walking a tree takes no longer than its text is. Two nodes
 * are the same only if they are one object.
 */
public sealed interface YamlNode {
    Place place();

    /** The tag as it is written, {@code !Sub}; empty where there is none. */
    String tag();

    /** The anchor's name; empty where there is none. */
    String anchor();

    /** This node, or what an alias stands for, or what an include brings. */
    default YamlNode resolved() {
        return this;
    }

    /** This node, or what an include brings: where it is written, so that it can be changed there. */
    default YamlNode written() {
        return this;
    }

    /** The text of a scalar, through aliases; empty for anything else. */
    default Optional<String> text() {
        return resolved() instanceof Scalar scalar ? Optional.of(scalar.value()) : Optional.empty();
    }

    /** The value of {@code key}, through aliases and merge keys; empty where this has none. */
    default Optional<YamlNode> get(String key) {
        if (!(resolved() instanceof Mapping mapping)) {
            return Optional.empty();
        }
        Optional<YamlNode> own = mapping.entry(key).map(Entry::value);
        return own.isPresent() ? own : mapping.entry("<<").flatMap(merge -> fromMerge(merge.value(), key));
    }

    private static Optional<YamlNode> fromMerge(YamlNode merged, String key) {
        return switch (merged.resolved()) {
            case Mapping mapping -> mapping.get(key);
            case Sequence sequence ->
                sequence.items().stream()
                        .flatMap(item -> item.get(key).stream())
                        .findFirst();
            case Scalar scalar -> Optional.empty();
            case Alias alias -> Optional.empty();
            case Included included -> Optional.empty();
        };
    }

    /** The value at the end of a path of keys. */
    default Optional<YamlNode> at(String... keys) {
        Optional<YamlNode> node = Optional.of(this);
        for (String key : keys) {
            node = node.flatMap(found -> found.get(key));
        }
        return node;
    }

    /** The entries of a mapping, through an alias; none for anything else. */
    default List<Entry> entries() {
        return resolved() instanceof Mapping mapping ? mapping.fields() : List.of();
    }

    /** The items of a sequence, through an alias; none for anything else. */
    default List<YamlNode> list() {
        return resolved() instanceof Sequence sequence ? sequence.items() : List.of();
    }

    /**
     * What stands directly in this, as written; an alias has nothing in it, and a file that is included twice is in the
     * first place only.
     */
    default List<YamlNode> children() {
        return switch (this) {
            case Mapping mapping -> mapping.fields().stream().map(Entry::value).toList();
            case Sequence sequence -> sequence.items();
            case Scalar scalar -> List.of();
            case Alias alias -> List.of();
            case Included included -> included.first() ? List.of(included.target()) : List.of();
        };
    }

    /** One key of a mapping and its value. */
    final class Entry {
        private final Scalar key;
        private final YamlNode value;

        Entry(Scalar key, YamlNode value) {
            this.key = key;
            this.value = value;
        }

        public Scalar key() {
            return key;
        }

        public String name() {
            return key.value();
        }

        public YamlNode value() {
            return value;
        }

        public Place place() {
            return key.place();
        }
    }

    /** What every node has. */
    abstract sealed class Node implements YamlNode {
        private final Place place;
        private final String tag;
        private final String anchor;

        private Node(Place place, String tag, String anchor) {
            this.place = place;
            this.tag = tag;
            this.anchor = anchor;
        }

        @Override
        public Place place() {
            return place;
        }

        @Override
        public String tag() {
            return tag;
        }

        @Override
        public String anchor() {
            return anchor;
        }
    }

    /** What can hold others: its children can be taken out and others put in. */
    sealed interface Container extends YamlNode {
        /** Whether it is written in braces or brackets. */
        boolean flow();

        /** How many children it has. */
        int size();
    }

    /** Text, plain, quoted or as a block. */
    final class Scalar extends Node {
        private final String value;
        private final boolean plain;

        Scalar(Place place, String tag, String anchor, String value, boolean plain) {
            super(place, tag, anchor);
            this.value = value;
            this.plain = plain;
        }

        public String value() {
            return value;
        }

        /** Whether it is written without quotes, so that it may be a number, a truth value or nothing. */
        public boolean plain() {
            return plain;
        }
    }

    /** Keys with their values, in their order. */
    final class Mapping extends Node implements Container {
        private final boolean flow;
        private final List<Entry> fields;

        Mapping(Place place, String tag, String anchor, boolean flow, List<Entry> fields) {
            super(place, tag, anchor);
            this.flow = flow;
            this.fields = List.copyOf(fields);
        }

        @Override
        public boolean flow() {
            return flow;
        }

        @Override
        public int size() {
            return fields.size();
        }

        public List<Entry> fields() {
            return fields;
        }

        /** The entry as written here; merge keys are not followed. */
        public Optional<Entry> entry(String key) {
            for (Entry entry : fields) {
                if (entry.name().equals(key)) {
                    return Optional.of(entry);
                }
            }
            return Optional.empty();
        }
    }

    /** A list. */
    final class Sequence extends Node implements Container {
        private final boolean flow;
        private final List<YamlNode> items;

        Sequence(Place place, String tag, String anchor, boolean flow, List<YamlNode> items) {
            super(place, tag, anchor);
            this.flow = flow;
            this.items = List.copyOf(items);
        }

        @Override
        public boolean flow() {
            return flow;
        }

        @Override
        public int size() {
            return items.size();
        }

        public List<YamlNode> items() {
            return items;
        }
    }

    /** {@code *name}: stands for a node that was written before it. */
    final class Alias extends Node {
        private final String name;
        private final YamlNode target;

        Alias(Place place, String name, YamlNode target) {
            super(place, "", "");
            this.name = name;
            this.target = target;
        }

        public String name() {
            return name;
        }

        @Override
        public YamlNode resolved() {
            return target.resolved();
        }
    }

    /** {@code ${file(other.yml):key}}: stands for a part of another file, which was read. */
    final class Included extends Node {
        private final Scalar words;
        private final YamlNode target;
        private final boolean first;

        Included(Scalar words, YamlNode target, boolean first) {
            super(words.place(), words.tag(), words.anchor());
            this.words = words;
            this.target = target;
            this.first = first;
        }

        /** The scalar as it is written. */
        public Scalar words() {
            return words;
        }

        public YamlNode target() {
            return target;
        }

        /** Whether no other place before this one includes the same. */
        public boolean first() {
            return first;
        }

        @Override
        public YamlNode resolved() {
            return target.resolved();
        }

        @Override
        public YamlNode written() {
            return target.written();
        }
    }
}
