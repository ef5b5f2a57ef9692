package io.trunkline.core.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * What a schema may say beyond being one: known keywords of 2020-12, references to its own {@code $defs} and to nothing
 * else, no recursion, and so few parts, every reference followed, that holding an event to them is soon done.
 */
final class SchemaRules {
    static final String DIALECT = "https://json-schema.org/draft/2020-12/schema";

    /** The most parts of a schema, counted as often as references lead to them. */
    static final int MOST_PARTS = 2_000;

    private static final int LONGEST_PATTERN = 200;
    private static final int MAX_SCALE = 100;
    private static final String DEFS = "#/$defs/";
    private static final Set<String> ONE = Set.of(
            "not",
            "if",
            "then",
            "else",
            "items",
            "contains",
            "additionalProperties",
            "propertyNames",
            "unevaluatedItems",
            "unevaluatedProperties");
    private static final Set<String> LISTS = Set.of("allOf", "anyOf", "oneOf", "prefixItems");
    private static final Set<String> MAPS = Set.of("properties", "dependentSchemas", "$defs");
    private static final Set<String> VALUES = Set.of(
            "type",
            "enum",
            "const",
            "multipleOf",
            "maximum",
            "exclusiveMaximum",
            "minimum",
            "exclusiveMinimum",
            "maxLength",
            "minLength",
            "maxItems",
            "minItems",
            "uniqueItems",
            "maxContains",
            "minContains",
            "maxProperties",
            "minProperties",
            "required",
            "dependentRequired",
            "title",
            "description",
            "default",
            "examples",
            "deprecated",
            "readOnly",
            "writeOnly",
            "format",
            "$comment");

    private final JsonNode root;
    private final List<String> problems = new ArrayList<>();
    private final Map<String, Long> parts = new HashMap<>();
    private final Set<String> following = new HashSet<>();

    private SchemaRules(JsonNode root) {
        this.root = root;
    }

    /** What is wrong, each with its pointer into the schema; none where nothing is. */
    static List<String> problems(JsonNode schema) {
        SchemaRules rules = new SchemaRules(schema);
        long all = rules.schema(schema, "");
        if (rules.problems.isEmpty() && all > MOST_PARTS) {
            rules.problem("", "has more than " + MOST_PARTS + " parts, its references followed");
        }
        return List.copyOf(rules.problems);
    }

    private void problem(String pointer, String reason) {
        problems.add((pointer.isEmpty() ? "the schema" : pointer) + ": " + reason);
    }

    /** How many parts it has, itself among them. */
    private long schema(JsonNode schema, String pointer) {
        if (schema.isBoolean()) {
            return 1;
        }
        if (!schema.isObject()) {
            problem(pointer, "must be a schema: a mapping, true or false");
            return 1;
        }
        long count = 1;
        for (Map.Entry<String, JsonNode> entry : schema.properties()) {
            String keyword = entry.getKey();
            JsonNode value = entry.getValue();
            String place = pointer + "/" + keyword;
            count += keyword(keyword, value, place, pointer);
            // a long chain of doublings is cut here, and not when its sum has overflown
            if (count > MOST_PARTS) {
                count = MOST_PARTS + 1L;
            }
        }
        return count;
    }

    private long keyword(String keyword, JsonNode value, String place, String pointer) {
        if (ONE.contains(keyword)) {
            return schema(value, place);
        }
        if (LISTS.contains(keyword) || MAPS.contains(keyword)) {
            return children(keyword, value, place);
        }
        switch (keyword) {
            case "$ref" -> {
                return reference(value, place);
            }
            case "$schema" -> {
                if (!pointer.isEmpty() || !value.asText().equals(DIALECT)) {
                    problem(place, "must be " + DIALECT + ", and at the top only");
                }
            }
            case "pattern" -> pattern(value, place);
            default -> {
                if (!VALUES.contains(keyword)) {
                    problem(place, "is no keyword that may be used here");
                }
                numbers(value, place);
            }
        }
        return 0;
    }

    private long children(String keyword, JsonNode value, String place) {
        if (LISTS.contains(keyword) ? !value.isArray() : !value.isObject()) {
            problem(place, LISTS.contains(keyword) ? "must be a list of schemas" : "must be a mapping of schemas");
            return 0;
        }
        long count = 0;
        if (value.isArray()) {
            for (int i = 0; i < value.size(); i++) {
                count += schema(value.get(i), place + "/" + i);
            }
        } else {
            for (Map.Entry<String, JsonNode> child : value.properties()) {
                long of = schema(child.getValue(), place + "/" + child.getKey());
                // definitions count where they are referred to
                count += keyword.equals("$defs") ? 0 : of;
            }
        }
        return count;
    }

    private long reference(JsonNode value, String place) {
        String target = value.asText();
        JsonNode meant = target.startsWith(DEFS)
                ? root.path("$defs").path(target.substring(DEFS.length()))
                : root.path("\u0000");
        if (!value.isTextual() || meant.isMissingNode()) {
            problem(place, "must refer to one of the schema's own definitions, " + DEFS + "name");
            return 0;
        }
        Long known = parts.get(target);
        if (known != null) {
            return known;
        }
        if (!following.add(target)) {
            problem(place, "leads back to itself; a schema of events is not recursive");
            return 0;
        }
        long count = schema(meant, target.substring(1));
        following.remove(target);
        parts.put(target, count);
        return count;
    }

    private void pattern(JsonNode value, String place) {
        String text = value.asText();
        if (!value.isTextual() || text.length() > LONGEST_PATTERN) {
            problem(place, "must be a text of at most " + LONGEST_PATTERN + " characters");
            return;
        }
        try {
            Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            problem(place, "is no pattern: " + e.getDescription());
        }
    }

    private void numbers(JsonNode value, String place) {
        if (value.isNumber() && Math.abs((long) value.decimalValue().scale()) > MAX_SCALE) {
            problem(place, "is a number beyond all measure");
        }
        value.forEach(child -> numbers(child, place));
    }
}
