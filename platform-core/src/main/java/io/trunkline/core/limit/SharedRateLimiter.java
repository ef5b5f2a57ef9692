package io.trunkline.core.limit;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds a limit over all environments: each leases a part of the window, uses that up without asking, and leases again.
 * A busy environment leases more at a time, so that it asks seldom; towards the end of the window's limit everybody
 * leases only what is needed, so that little is left lying about. docs/decisions/0011 says why, and what it costs.
 *
 * <p>Where leases cannot be had, an environment allows a tenth of the limit by itself until the window ends.
 */
public final class SharedRateLimiter implements RateLimiter {
    private static final Logger LOG = LoggerFactory.getLogger(SharedRateLimiter.class);

    /** The most that one lease is of the limit, and all that is allowed without leases. */
    private static final int PARTS = 10;

    /** Clocks may disagree, so a window is asked for a little after its end, too. */
    private static final Duration KEPT = Duration.ofMinutes(2);

    private static final class Share {
        long available;
        long used;
        /** No more than this is left for everybody; it never grows. */
        long left = Long.MAX_VALUE;

        boolean alone;
    }

    private final OpenWindows<Share> windows = new OpenWindows<>(Share::new);
    private final TokenLeases leases;

    public SharedRateLimiter(TokenLeases leases) {
        this.leases = leases;
    }

    @Override
    public RateDecision acquire(RateKey key, RateLimit limit, long amount, Instant now) {
        OpenWindows.Open<Share> window = windows.at(key, limit, now);
        Share share = window.state();
        // one asks for all who wait for the same key; other keys wait for nobody here
        synchronized (share) {
            if (share.available < amount && !share.alone && amount - share.available <= share.left) {
                lease(key, limit, amount - share.available, window);
            }
            if (share.available < amount) {
                return new RateDecision.Refused(limit, window.left(now));
            }
            share.available -= amount;
            share.used += amount;
            return new RateDecision.Admitted();
        }
    }

    private void lease(RateKey key, RateLimit limit, long missing, OpenWindows.Open<Share> window) {
        Share share = window.state();
        boolean scarce = share.left < limit.most() / 4;
        long wanted = scarce ? missing : Math.max(missing, Math.min(share.used / 2, limit.most() / PARTS));
        try {
            TokenLeases.Lease lease = leases.lease(
                    key,
                    window.number(),
                    wanted,
                    missing,
                    limit.most(),
                    window.end().plus(KEPT));
            share.available += lease.granted();
            share.left = lease.left();
        } catch (RuntimeException e) {
            LOG.warn("limits are held by this environment alone tenant={} kind={}", key.tenant(), key.kind(), e);
            share.alone = true;
            share.available = Math.max(share.available, Math.max(1, limit.most() / PARTS) - share.used);
        }
    }
}
