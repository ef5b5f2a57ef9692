package io.trunkline.core.publish;

import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Makes ids of events: 26 characters of Crockford's base32, the first ten the time in milliseconds and the rest 80
 * random bits, so that ids sort by time and two never meet. Ids of one millisecond are in no order. The layout is that
 * of a ULID.
 */
public final class EventIds {
    private static final String DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    private static final int TIME_DIGITS = 10;
    private static final int HALF_OF_RANDOM_DIGITS = 8;
    private static final int BITS = 5;

    private final InstantSource clock;
    private final RandomGenerator random;

    /** @param random guarded here, so it need not be safe for use by several threads */
    public EventIds(InstantSource clock, RandomGenerator random) {
        this.clock = clock;
        this.random = random;
    }

    public String next() {
        long high;
        long low;
        // most generators are not safe for use by several threads
        synchronized (random) {
            high = random.nextLong();
            low = random.nextLong();
        }
        StringBuilder id = new StringBuilder(TIME_DIGITS + 2 * HALF_OF_RANDOM_DIGITS);
        append(id, clock.millis(), TIME_DIGITS);
        append(id, high, HALF_OF_RANDOM_DIGITS);
        append(id, low, HALF_OF_RANDOM_DIGITS);
        return id.toString();
    }

    private static void append(StringBuilder id, long bits, int digits) {
        for (int digit = digits - 1; digit >= 0; digit--) {
            id.append(DIGITS.charAt((int) (bits >>> (digit * BITS)) & (DIGITS.length() - 1)));
        }
    }
}
