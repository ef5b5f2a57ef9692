package io.trunkline.core.app;

import java.time.Duration;

/**
 * What a durable room keeps of its events: those that are both among the last {@code keep} and younger than
 * {@code keepFor}.
 *
 * @param keep 1 to {@link #MOST_EVENTS}
 * @param keepFor {@link #SHORTEST} to {@link #LONGEST}
 */
public record Retention(int keep, Duration keepFor) {
    public static final int MOST_EVENTS = 10_000;

    /** Shorter than a client's reconnect would be no history. */
    public static final Duration SHORTEST = Duration.ofMinutes(1);

    public static final Duration LONGEST = Duration.ofDays(30);

    public Retention {
        if (keep < 1 || keep > MOST_EVENTS) {
            throw new IllegalArgumentException("a room keeps 1 to " + MOST_EVENTS + " events");
        }
        if (keepFor.compareTo(SHORTEST) < 0 || keepFor.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a room keeps events for 1m to 30d");
        }
    }
}
