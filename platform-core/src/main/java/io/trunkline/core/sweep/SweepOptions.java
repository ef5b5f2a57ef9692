package io.trunkline.core.sweep;

import java.time.Duration;

/**
 * The bounds of a sweep.
 *
 * @param readUnits read units that a run may take; the page that goes over is its last
 * @param checks connections that the gateway is asked about in a run, about
 * @param grace from the goaway for an expired token to the close, at least; up to half as long again
 * @param pageSize rows a page
 * @param parallel connections dealt with at once
 */
public record SweepOptions(int readUnits, int checks, Duration grace, int pageSize, int parallel) {
    public static final SweepOptions DEFAULTS = new SweepOptions(20_000, 200, Duration.ofSeconds(60), 1000, 16);

    public SweepOptions {
        if (readUnits < 1 || checks < 1 || pageSize < 1 || parallel < 1 || grace.isNegative()) {
            throw new IllegalArgumentException("a sweep's bounds are at least 1, and its grace is not negative");
        }
    }

    public SweepOptions with(int units, int asked, Duration expiryGrace) {
        return new SweepOptions(units, asked, expiryGrace, pageSize, parallel);
    }
}
