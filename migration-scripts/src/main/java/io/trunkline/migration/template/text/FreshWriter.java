package io.trunkline.migration.template.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Writes what is put in, in the manner of its surroundings.
 *
 * @param json whether the file is JSON, which knows no tags
 * @param step by how many spaces the file indents
 */
record FreshWriter(boolean json, int step) {
    /** What means itself without quotes: begins and ends harmlessly, and has no mark of YAML's inside. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/$][A-Za-z0-9_./<>$*+{}?:=-]*(?<!:)");

    private static final Pattern WORD_OF_YAML = Pattern.compile("(?i)true|false|yes|no|on|off|null|y|n");

    /** The lines of a child in block style, without the indentation of its container. */
    List<String> lines(Fresh.Child child) {
        List<String> lines = new ArrayList<>();
        if (!child.comment().isEmpty()) {
            lines.add("# " + child.comment());
        }
        if (child.key().isEmpty()) {
            List<String> inner =
                    child.value() instanceof Fresh.Fields fields ? fields(fields) : List.of(inline(child.value()));
            for (int i = 0; i < inner.size(); i++) {
                lines.add((i == 0 ? "- " : "  ") + inner.get(i));
            }
        } else {
            lines.addAll(entry(child.key(), child.value()));
        }
        return lines;
    }

    private List<String> fields(Fresh.Fields fields) {
        return fields.fields().stream()
                .flatMap(field -> entry(field.getKey(), field.getValue()).stream())
                .toList();
    }

    private List<String> entry(String key, Fresh value) {
        if (!(value instanceof Fresh.Fields fields)) {
            return List.of(scalar(key) + ": " + inline(value));
        }
        List<String> lines = new ArrayList<>();
        lines.add(scalar(key) + ":");
        fields(fields).forEach(line -> lines.add(" ".repeat(step) + line));
        return lines;
    }

    /** A child on one line, for braces and brackets. */
    String flow(Fresh.Child child) {
        return child.key().isEmpty() ? braced(child.value()) : quoted(child.key()) + ": " + braced(child.value());
    }

    private String braced(Fresh value) {
        return switch (value) {
            case Fresh.Text text -> quoted(text.value());
            case Fresh.Ref ref -> json ? "{\"Ref\": " + quoted(ref.name()) + "}" : "!Ref " + quoted(ref.name());
            case Fresh.Sub sub -> json ? "{\"Fn::Sub\": " + quoted(sub.value()) + "}" : "!Sub " + quoted(sub.value());
            case Fresh.Texts texts ->
                texts.values().stream().map(FreshWriter::quoted).collect(Collectors.joining(", ", "[", "]"));
            case Fresh.Fields fields ->
                fields.fields().stream()
                        .map((Map.Entry<String, Fresh> field) ->
                                quoted(field.getKey()) + ": " + braced(field.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
        };
    }

    /** A value on one line where block style holds; inside braces if {@code flow}. */
    String value(Fresh value, boolean flow) {
        return flow || json ? braced(value) : inline(value);
    }

    private String inline(Fresh value) {
        return switch (value) {
            case Fresh.Text text -> scalar(text.value());
            case Fresh.Ref ref -> "!Ref " + scalar(ref.name());
            case Fresh.Sub sub -> "!Sub " + scalar(sub.value());
            case Fresh.Texts texts ->
                texts.values().stream().map(FreshWriter::scalar).collect(Collectors.joining(", ", "[", "]"));
            case Fresh.Fields fields -> braced(fields);
        };
    }

    private static String scalar(String text) {
        boolean plain =
                PLAIN.matcher(text).matches() && !WORD_OF_YAML.matcher(text).matches();
        return plain ? text : "'" + text.replace("'", "''") + "'";
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
