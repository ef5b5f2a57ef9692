package io.trunkline.core.limit;

import java.time.Instant;

/** Counts what this environment sees, in memory: it costs no request, and others count for themselves. */
public final class LocalRateLimiter implements RateLimiter {
    private static final class Count {
        long used;
    }

    private final OpenWindows<Count> windows = new OpenWindows<>(Count::new);

    @Override
    public RateDecision acquire(RateKey key, RateLimit limit, long amount, Instant now) {
        OpenWindows.Open<Count> window = windows.at(key, limit, now);
        Count count = window.state();
        synchronized (count) {
            if (count.used + amount > limit.most()) {
                return new RateDecision.Refused(limit, window.left(now));
            }
            count.used += amount;
            return new RateDecision.Admitted();
        }
    }
}
