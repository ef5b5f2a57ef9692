package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionId;
import java.time.Duration;

/**
 * A connection's own place in any span of time, always the same, so that connections of one moment do not act at one
 * moment and no run needs to remember which is which.
 */
final class Jitter {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private Jitter() {}

    /** From zero to less than {@code span}, by the millisecond. */
    static Duration of(ConnectionId id, Duration span) {
        return Duration.ofMillis((long) (fraction(id) * span.toMillis()));
    }

    private static double fraction(ConnectionId id) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < id.value().length(); i++) {
            hash = (hash ^ id.value().charAt(i)) * FNV_PRIME;
        }
        // FNV leaves the upper bits of short texts alike; MurmurHash3's finalizer spreads them
        hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
        hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return (hash >>> 11) * 0x1.0p-53;
    }
}
