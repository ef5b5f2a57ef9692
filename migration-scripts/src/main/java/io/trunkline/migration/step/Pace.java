package io.trunkline.migration.step;

import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.OperatorException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * So many a second and never more, a little at a time and at uneven distances: whoever is told to connect elsewhere
 * does so at once, and API Gateway takes 500 connects a second in a Region.
 */
public final class Pace {
    /** A tenth below API Gateway's quota, as others connect as well. */
    public static final int MOST = 450;

    /** As long as a client that heeds it is asked to wait, at most. */
    private static final Duration LONGEST_DELAY = Duration.ofSeconds(5);

    private static final int TURNS_A_SECOND = 10;

    private final int rate;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final RandomGenerator random;
    private Instant next;

    /** @param rate 1 to {@link #MOST} a second */
    public Pace(int rate, InstantSource clock, Sleeper sleeper, RandomGenerator random) {
        if (rate < 1 || rate > MOST) {
            throw new OperatorException("--rate: 1 to " + MOST
                    + " a second; API Gateway takes 500 connects a second in a Region, and others connect as well");
        }
        this.rate = rate;
        this.clock = clock;
        this.sleeper = sleeper;
        this.random = random;
        this.next = clock.instant();
    }

    /** How many make a turn. */
    int turn() {
        return Math.max(1, rate / TURNS_A_SECOND);
    }

    /** Waits until {@code count} more may go. */
    void await(int count) {
        Duration left = Duration.between(clock.instant(), next);
        if (left.isPositive()) {
            sleep(sleeper, left);
        }
        double seconds = (double) count / rate * (1 + random.nextDouble() / 2);
        next = clock.instant().plusMillis((long) Math.ceil(seconds * 1000));
    }

    /** How long one client is asked to wait before it connects elsewhere. */
    long delayMillis() {
        return random.nextLong(LONGEST_DELAY.toMillis());
    }

    static void sleep(Sleeper sleeper, Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new OperatorException("interrupted; the same command goes on", e);
        }
    }
}
