package io.trunkline.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The moment by which a piece of work must have ended, with the clock that it is told by. */
public record Deadline(Instant at, InstantSource clock) {
    public static Deadline in(Duration duration, InstantSource clock) {
        return new Deadline(clock.instant().plus(duration), clock);
    }

    /** What is left; zero where it has passed. */
    public Duration remaining() {
        Duration left = Duration.between(clock.instant(), at);
        return left.isNegative() ? Duration.ZERO : left;
    }

    public boolean passed() {
        return remaining().isZero();
    }
}
