package io.trunkline.core.message;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.util.Locale;

/**
 * Moments as clients read them: ISO 8601 in UTC, always with three digits of a second's fraction
 * ({@code 2026-03-01T10:15:30.250Z}), since readers of one fixed form stumble over a form that varies.
 */
public final class Moments {
    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter(Locale.ROOT);

    private Moments() {}

    /** What is finer than a millisecond is cut off. */
    public static String text(Instant moment) {
        return MILLISECONDS.format(moment);
    }
}
