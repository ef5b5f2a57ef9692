package io.trunkline.migration.template.text;

import java.util.List;
import java.util.Map;

/** A value that an edit puts in; how it is written depends on where it comes to stand. */
public sealed interface Fresh {
    /** A string. */
    record Text(String value) implements Fresh {}

    /** {@code !Ref}, or {@code {"Ref": …}}. */
    record Ref(String name) implements Fresh {}

    /** {@code !Sub}, or {@code {"Fn::Sub": …}}. */
    record Sub(String value) implements Fresh {}

    /** Keys with their values, in their order. */
    record Fields(List<Map.Entry<String, Fresh>> fields) implements Fresh {
        public Fields {
            fields = List.copyOf(fields);
        }
    }

    /** A list of strings. */
    record Texts(List<String> values) implements Fresh {
        public Texts {
            values = List.copyOf(values);
        }
    }

    /**
     * A child for a container: an entry, or in a list an item, whose key is empty.
     *
     * @param comment a line before it where comments can be; empty for none
     */
    record Child(String key, Fresh value, String comment) {
        public static Child entry(String key, Fresh value) {
            return new Child(key, value, "");
        }

        public static Child item(Fresh value) {
            return new Child("", value, "");
        }
    }
}
