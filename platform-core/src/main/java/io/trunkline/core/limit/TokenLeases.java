package io.trunkline.core.limit;

import java.time.Instant;

/** Hands out what a window holds to the environments that ask, in all never more than its limit. */
public interface TokenLeases {
    /**
     * What was handed out.
     *
     * @param granted 0, or at least what was asked for as the least
     * @param left for everybody, after that
     */
    record Lease(long granted, long left) {}

    /**
     * Leases {@code wanted}, or what is left where that is less, but not less than {@code least}. A fault is thrown;
     * what it may have leased is lost until the window ends.
     *
     * @param window its number; each begins whole
     * @param forgetAt when nobody asks for it any more
     */
    Lease lease(RateKey key, long window, long wanted, long least, long limit, Instant forgetAt);
}
