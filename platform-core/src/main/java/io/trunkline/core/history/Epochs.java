package io.trunkline.core.history;

import java.util.random.RandomGenerator;

/** Makes epochs: 12 digits of base 32, so 60 random bits, which no other history of the room will draw. */
public final class Epochs {
    private static final String DIGITS = "0123456789abcdefghjkmnpqrstvwxyz";
    private static final int LENGTH = 12;
    private static final int BITS = 5;

    private Epochs() {}

    /**
     * Draws an epoch.
     *
     * @param random guarded here, so it need not be safe for use by several threads
     */
    public static String next(RandomGenerator random) {
        long bits;
        synchronized (random) {
            bits = random.nextLong();
        }
        StringBuilder epoch = new StringBuilder(LENGTH);
        for (int i = 0; i < LENGTH; i++) {
            epoch.append(DIGITS.charAt((int) (bits >>> (i * BITS)) & (DIGITS.length() - 1)));
        }
        return epoch.toString();
    }
}
