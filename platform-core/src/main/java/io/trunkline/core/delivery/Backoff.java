package io.trunkline.core.delivery;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff with full jitter: any wait from zero to a bound that doubles, so that retries spread out. */
public final class Backoff {
    private final Duration base;
    private final Duration cap;
    private final RandomGenerator random;

    public Backoff(Duration base, Duration cap, RandomGenerator random) {
        this.base = base;
        this.cap = cap;
        this.random = random;
    }

    /** The wait after the {@code tries}th try, counted from 1. */
    public Duration after(int tries) {
        Duration bound = base;
        for (int i = 1; i < tries && bound.compareTo(cap) < 0; i++) {
            bound = bound.multipliedBy(2);
        }
        long nanos = Math.min(bound.toNanos(), cap.toNanos());
        // most generators are not safe for use by several threads, and this one may be anyone's
        synchronized (random) {
            return Duration.ofNanos(random.nextLong(nanos + 1));
        }
    }
}
