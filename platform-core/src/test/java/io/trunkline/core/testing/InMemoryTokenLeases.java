package io.trunkline.core.testing;

import io.trunkline.core.limit.RateKey;
import io.trunkline.core.limit.TokenLeases;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** Leases in memory, which count how often they were asked for. */
public final class InMemoryTokenLeases implements TokenLeases {
    private record Window(RateKey key, long number) {}

    private final Map<Window, Long> used = new HashMap<>();
    private int asked;
    private boolean failing;

    /** Every lease from now on throws. */
    public synchronized void fail() {
        failing = true;
    }

    public synchronized int asked() {
        return asked;
    }

    @Override
    public synchronized Lease lease(RateKey key, long window, long wanted, long least, long limit, Instant forgetAt) {
        asked++;
        if (failing) {
            throw new IllegalStateException("the leases fail, as they were told to");
        }
        long before = used.getOrDefault(new Window(key, window), 0L);
        long granted = Math.min(wanted, limit - before);
        if (granted < least) {
            return new Lease(0, limit - before);
        }
        used.put(new Window(key, window), before + granted);
        return new Lease(granted, limit - before - granted);
    }
}
