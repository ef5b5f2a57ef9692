package io.trunkline.core.app;

import java.time.Duration;

/**
 * What the rooms of a kind tell of who is in them. A room that has one can be asked.
 *
 * @param announced whether the room is told who joins and leaves
 * @param grace how long an entity may be away before it counts as having left; {@link #SHORTEST} to {@link #LONGEST}
 */
public record PresenceRule(boolean announced, Duration grace) {
    public static final Duration SHORTEST = Duration.ofSeconds(5);
    public static final Duration LONGEST = Duration.ofMinutes(10);

    /** Long enough for a client to reconnect. */
    public static final Duration USUAL = Duration.ofSeconds(15);

    public PresenceRule {
        if (grace.compareTo(SHORTEST) < 0 || grace.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a grace is 5s to 10m");
        }
    }
}
