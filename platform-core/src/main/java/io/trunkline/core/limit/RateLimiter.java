package io.trunkline.core.limit;

import java.time.Instant;

/** Counts what there is, and refuses what is too much. Safe for use by several threads; never throws for a fault. */
public interface RateLimiter {
    /** Counts {@code amount}, above 0, all of it or nothing. */
    RateDecision acquire(RateKey key, RateLimit limit, long amount, Instant now);
}
