package io.trunkline.core.sweep;

import java.util.EnumMap;
import java.util.Map;

/** Counts what one step does; safe for use by several threads. */
public final class SweepTally {
    private final Map<SweepCount, Long> counts = new EnumMap<>(SweepCount.class);

    public void add(SweepCount count) {
        add(count, 1);
    }

    public synchronized void add(SweepCount count, long more) {
        if (more != 0) {
            counts.merge(count, more, Long::sum);
        }
    }

    public synchronized long get(SweepCount count) {
        return counts.getOrDefault(count, 0L);
    }

    /** All that is not zero. */
    public synchronized Map<SweepCount, Long> all() {
        return new EnumMap<>(counts);
    }
}
