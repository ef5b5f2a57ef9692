package io.trunkline.core.delivery;

import java.time.Duration;

/**
 * When a fan-out hands what is left of it to the queue.
 *
 * @param inProcess connections that a publish posts to itself; what a room holds beyond goes to the queue, so that
 *     whoever publishes has an answer soon
 * @param perMessage connections that one queue message serves before the rest goes back to the queue's end, so that
 *     tenants take turns and a crash repeats little
 * @param maxAttempts how often a connection is given up before it goes to the dead letters
 * @param reserve time kept before a deadline to put into the queue what is left then
 */
public record HandOver(FanOutQueue queue, int inProcess, int perMessage, int maxAttempts, Duration reserve) {
    /** With the usual number of attempts and reserve. */
    public HandOver(FanOutQueue queue, int inProcess, int perMessage) {
        this(queue, inProcess, perMessage, 6, Duration.ofMillis(1500));
    }

    public HandOver {
        if (inProcess < 0 || perMessage < 1 || maxAttempts < 1 || reserve.isNegative()) {
            throw new IllegalArgumentException(
                    "a hand-over's bounds are at least 1, its threshold and reserve at least 0");
        }
    }

    /** The wait before connections that were given up {@code attempt} times are tried again: 5 s, doubled, 5 min. */
    Duration delay(int attempt) {
        return Duration.ofSeconds(Math.min(300L, 5L << Math.min(attempt - 1, 10)));
    }
}
