package io.trunkline.core.limit;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The latest window of each key that was seen in this environment. Keys are the clients' to make, so only so many are
 * kept: whoever was quiet longest is forgotten, and begins anew.
 */
final class OpenWindows<W> {
    /** Some megabytes at most. */
    private static final int MOST = 20_000;

    /** One key's window. */
    record Open<W>(long number, Instant end, W state) {
        /** What is left of it; longer than zero, as clocks may disagree. */
        Duration left(Instant now) {
            Duration left = Duration.between(now, end);
            return left.isPositive() ? left : Duration.ofMillis(1);
        }
    }

    private final Map<RateKey, Open<W>> windows = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<RateKey, Open<W>> eldest) {
            return size() > MOST;
        }
    };
    private final Supplier<W> fresh;

    OpenWindows(Supplier<W> fresh) {
        this.fresh = fresh;
    }

    /** The window that is open now; a clock that goes backwards opens none again. */
    synchronized Open<W> at(RateKey key, RateLimit limit, Instant now) {
        long number = limit.number(key, now);
        Open<W> open = windows.get(key);
        if (open == null || open.number() < number) {
            open = new Open<>(number, limit.end(key, number), fresh.get());
            windows.put(key, open);
        }
        return open;
    }
}
