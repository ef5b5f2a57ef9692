package io.trunkline.local.route;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API's route selection expression: {@code $request.body.action}, a nested path, or several in a text of its own,
 * such as <code>${request.body.service}/${request.body.action}</code>.
 */
public final class RouteSelectionExpression {
    private static final Pattern BARE = Pattern.compile("\\$request\\.body\\.([^.{}$/\\s]+(?:\\.[^.{}$/\\s]+)*)");
    private static final Pattern BRACED =
            Pattern.compile("\\$\\{request\\.body\\.([^.{}$/\\s]+(?:\\.[^.{}$/\\s]+)*)\\}");
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Path(List<String> names) implements Part {}
    }

    private final List<Part> parts;

    private RouteSelectionExpression(List<Part> parts) {
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads an expression.
     *
     * @throws IllegalArgumentException if the text is no expression over the body
     */
    public static RouteSelectionExpression parse(String text) {
        Matcher bare = BARE.matcher(text);
        if (bare.matches()) {
            return new RouteSelectionExpression(List.of(path(bare.group(1))));
        }
        List<Part> parts = new ArrayList<>();
        Matcher braced = BRACED.matcher(text);
        int end = 0;
        boolean any = false;
        while (braced.find()) {
            addText(parts, text, end, braced.start());
            parts.add(path(braced.group(1)));
            end = braced.end();
            any = true;
        }
        addText(parts, text, end, text.length());
        if (!any) {
            throw new IllegalArgumentException(
                    "a route selection expression reads the body, such as $request.body.action; this does not: "
                            + text);
        }
        return new RouteSelectionExpression(parts);
    }

    /** The value for a message; empty where it is not JSON, or a path leads to nothing or to no plain value. */
    public Optional<String> evaluate(String body) {
        JsonNode root;
        try {
            root = JSON.readTree(body);
        } catch (JsonProcessingException notJson) {
            return Optional.empty();
        }
        StringBuilder value = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text(String text) -> value.append(text);
                case Part.Path(List<String> names) -> {
                    JsonNode node = root;
                    for (String name : names) {
                        node = node.path(name);
                    }
                    if (!node.isValueNode() || node.isNull()) {
                        return Optional.empty();
                    }
                    value.append(node.asText());
                }
            }
        }
        return Optional.of(value.toString());
    }

    private static Part path(String dotted) {
        return new Part.Path(List.of(dotted.split("\\.", -1)));
    }

    private static void addText(List<Part> parts, String text, int from, int to) {
        String literal = text.substring(from, to);
        if (literal.contains("$")) {
            throw new IllegalArgumentException("cannot read a part of the route selection expression: " + literal);
        }
        if (!literal.isEmpty()) {
            parts.add(new Part.Text(literal));
        }
    }
}
