package io.trunkline.routing.catalog;

import java.util.regex.Pattern;

/** Which events a rule speaks of: one name ({@code order.created}), a family ({@code order.*}) or all ({@code *}). */
public record EventPattern(String text) {
    private static final Pattern SHAPE = Pattern.compile("\\*|[A-Za-z0-9_:-]+(\\.[A-Za-z0-9_:-]+)*(\\.\\*)?");

    /** Longest name of an event, and so longest pattern, in characters. */
    public static final int MAX_LENGTH = 128;

    /** Throws {@link IllegalArgumentException} where {@code text} is none of the three forms, or too long for one. */
    public EventPattern {
        if (text.length() > MAX_LENGTH) {
            throw new IllegalArgumentException("an event pattern is at most " + MAX_LENGTH + " characters long");
        }
        if (!SHAPE.matcher(text).matches()) {
            throw new IllegalArgumentException("an event pattern is a name, a family such as 'order.*', or '*'");
        }
    }

    public boolean matches(String event) {
        if (text.equals("*")) {
            return true;
        }
        if (!text.endsWith(".*")) {
            return event.equals(text);
        }
        String prefix = text.substring(0, text.length() - 1);
        return event.length() > prefix.length() && event.startsWith(prefix);
    }

    @Override
    public String toString() {
        return text;
    }
}
