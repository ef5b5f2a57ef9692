package io.trunkline.migration.template.model;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Patterns of IAM policies: {@code *} and {@code ?}. */
final class Globs {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{[^}]*}");

    private Globs() {}

    /** A text with variables in it, each of which counts as one and the same word. */
    static String plain(String text) {
        return VARIABLE.matcher(text).replaceAll("x");
    }

    static boolean matches(String pattern, String text, boolean anyCase) {
        String regex = pattern.chars()
                .mapToObj(character -> switch (character) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(character));
                })
                .collect(Collectors.joining());
        return Pattern.compile(regex, anyCase ? Pattern.CASE_INSENSITIVE : 0)
                .matcher(text)
                .matches();
    }
}
