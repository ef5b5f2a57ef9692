package io.trunkline.core.auth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads verified claims by name, or by path ({@code realm_access.roles}) where no claim has the whole name. */
final class Claims {
    private final Map<String, Object> claims;

    Claims(Map<String, Object> claims) {
        this.claims = claims;
    }

    /** Whether there is such a claim, whatever it holds. */
    boolean has(String name) {
        return value(name) != null;
    }

    /** The first of these claims that is a text or a whole number. */
    Optional<String> first(List<String> names) {
        return names.stream().flatMap(name -> text(name).stream()).findFirst();
    }

    /** A text, or a whole number as its text; anything else is as if it were not there. */
    Optional<String> text(String name) {
        return asText(value(name));
    }

    /** The texts of an array, or of one text separated by spaces or commas. */
    List<String> texts(String name) {
        @Nullable Object value = value(name);
        if (value instanceof Collection<?> list) {
            return list.stream().flatMap(element -> asText(element).stream()).toList();
        }
        return asText(value).map(Claims::split).orElse(List.of());
    }

    /** The values of the first of these claims that has any. */
    List<String> firstValues(List<String> names) {
        return names.stream()
                .map(this::values)
                .filter(values -> !values.isEmpty())
                .findFirst()
                .orElse(List.of());
    }

    /** The texts of an array, or one text as it stands: ids may hold spaces and commas. */
    private List<String> values(String name) {
        @Nullable Object value = value(name);
        if (value instanceof Collection<?> list) {
            return list.stream().flatMap(element -> asText(element).stream()).toList();
        }
        return asText(value).map(List::of).orElse(List.of());
    }

    private static List<String> split(String text) {
        List<String> parts = new ArrayList<>();
        for (String part : text.split("[\\s,]+", -1)) {
            if (!part.isEmpty()) {
                parts.add(part);
            }
        }
        return parts;
    }

    private static Optional<String> asText(@Nullable Object value) {
        return switch (value) {
            case String text -> Optional.of(text);
            case Long number -> Optional.of(number.toString());
            case Integer number -> Optional.of(number.toString());
            case null, default -> Optional.empty();
        };
    }

    private @Nullable Object value(String name) {
        if (claims.containsKey(name)) {
            return claims.get(name);
        }
        @Nullable Object current = claims;
        for (String step : name.split("\\.", -1)) {
            current = current instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return current;
    }
}
