package io.trunkline.core.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.TenantReading.Problem;
import io.trunkline.routing.key.MalformedKeyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A place in a tenant's definition: reads what is there, and notes what is wrong with its pointer instead of throwing,
 * so that one reading finds every problem.
 */
final class DefinitionNode {
    private final JsonNode node;
    private final String pointer;
    private final List<Problem> problems;

    DefinitionNode(JsonNode node, String pointer, List<Problem> problems) {
        this.node = node;
        this.pointer = pointer;
        this.problems = problems;
    }

    void problem(String reason) {
        problems.add(new Problem(pointer, reason));
    }

    /** What stands here, for whoever reads it further. */
    JsonNode value() {
        return node;
    }

    boolean isMissing() {
        return node.isMissingNode() || node.isNull();
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** Whether a list is missing or empty here; what is no list is noted elsewhere. */
    boolean isEmptyList() {
        return isMissing() || (node.isArray() && node.isEmpty());
    }

    boolean isList() {
        return node.isArray();
    }

    boolean isText() {
        return node.isTextual();
    }

    boolean isObject() {
        return node.isObject();
    }

    /** Notes a problem for each key that is none of {@code known}. */
    DefinitionNode onlyKeys(String... known) {
        if (isMissing()) {
            return this;
        }
        if (!node.isObject()) {
            problem("must be a mapping with " + String.join(", ", known));
            return this;
        }
        List<String> keys = List.of(known);
        node.fieldNames().forEachRemaining(name -> {
            if (!keys.contains(name)) {
                get(name)
                        .problem("unknown key '" + name + "'" + Spelling.suggestion(name, keys) + "; known are "
                                + String.join(", ", keys));
            }
        });
        return this;
    }

    DefinitionNode get(String key) {
        String escaped = key.replace("~", "~0").replace("/", "~1");
        return new DefinitionNode(node.path(key), pointer + "/" + escaped, problems);
    }

    /** The values of a mapping by key, in order; empty where it is missing or no mapping (which is noted). */
    Map<String, DefinitionNode> entries() {
        Map<String, DefinitionNode> entries = new LinkedHashMap<>();
        if (!isMissing() && !node.isObject()) {
            problem("must be a mapping");
        }
        node.fieldNames().forEachRemaining(name -> entries.put(name, get(name)));
        return entries;
    }

    /** The elements of a list; empty where it is missing or no list (which is noted). */
    List<DefinitionNode> elements() {
        List<DefinitionNode> elements = new ArrayList<>();
        if (!isMissing() && !node.isArray()) {
            problem("must be a list");
            return elements;
        }
        for (int i = 0; i < node.size(); i++) {
            elements.add(new DefinitionNode(node.get(i), pointer + "/" + i, problems));
        }
        return elements;
    }

    /** The text that must be here. */
    Optional<String> text() {
        if (isMissing()) {
            problem("is missing");
            return Optional.empty();
        }
        if (!node.isTextual() || node.textValue().isBlank()) {
            problem("must be a text");
            return Optional.empty();
        }
        return Optional.of(node.textValue());
    }

    Optional<String> optionalText() {
        return isMissing() ? Optional.empty() : text();
    }

    /** The text that must be here, made into a key; what the key's own rule refuses is noted. */
    <T> Optional<T> key(Function<String, T> parse) {
        return text().flatMap(text -> parsed(text, parse));
    }

    /** {@code text} made into a key, or a problem here. */
    <T> Optional<T> parsed(String text, Function<String, T> parse) {
        try {
            return Optional.of(parse.apply(text));
        } catch (MalformedKeyException e) {
            problem(String.valueOf(e.getMessage()));
            return Optional.empty();
        } catch (IllegalArgumentException e) {
            problem("'" + text + "': " + e.getMessage());
            return Optional.empty();
        }
    }

    /** The whole number between the bounds, where one is given. */
    Optional<Integer> optionalNumber(int least, int most) {
        if (isMissing()) {
            return Optional.empty();
        }
        if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < least || node.intValue() > most) {
            problem("must be a whole number from " + least + " to " + most);
            return Optional.empty();
        }
        return Optional.of(node.intValue());
    }

    /** Whether this is {@code true}; anything but true or false is noted. */
    boolean flag() {
        if (!isMissing() && !node.isBoolean()) {
            problem("must be true or false");
        }
        return node.asBoolean();
    }

    /** The text where it is one of {@code allowed}. */
    Optional<String> oneOf(Set<String> allowed) {
        return text().filter(text -> {
            if (!allowed.contains(text)) {
                List<String> sorted = allowed.stream().sorted().toList();
                problem("'" + text + "' is none of " + String.join(", ", sorted) + Spelling.suggestion(text, sorted));
            }
            return allowed.contains(text);
        });
    }
}
