package io.trunkline.core.limit;

import java.time.Duration;
import java.time.Instant;

/**
 * How much there may be in one window of time. Windows follow each other without a gap; they begin at another moment
 * for each key, so that not everybody who was refused comes back at once.
 *
 * @param most in one window, above 0
 * @param window above zero
 * @param words for people, {@code 100 messages a minute of one connection}
 */
public record RateLimit(long most, Duration window, String words) {
    public RateLimit {
        if (most < 1 || !window.isPositive()) {
            throw new IllegalArgumentException("a rate limit of " + most + " in " + window);
        }
    }

    /** The number of the window that {@code now} lies in. */
    long number(RateKey key, Instant now) {
        return Math.floorDiv(now.toEpochMilli() + phase(key), window.toMillis());
    }

    /** When a window ends. */
    Instant end(RateKey key, long number) {
        return Instant.ofEpochMilli((number + 1) * window.toMillis() - phase(key));
    }

    private long phase(RateKey key) {
        return Math.floorMod(key.spread() * 7_919L, window.toMillis());
    }
}
