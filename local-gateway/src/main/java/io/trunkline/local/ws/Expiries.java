package io.trunkline.local.ws;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Everything that is waiting for its time to run out. All of it is looked at once a sweep, rather than each thing
 * having a timer of its own: then the injected clock alone drives time, and two hours pass in a test at once.
 */
final class Expiries {
    private static final Logger LOG = LoggerFactory.getLogger(Expiries.class);

    private final Set<Expiring> waiting = ConcurrentHashMap.newKeySet();
    private final InstantSource clock;

    Expiries(InstantSource clock) {
        this.clock = clock;
    }

    void add(Expiring expiring) {
        waiting.add(expiring);
    }

    void remove(Expiring expiring) {
        waiting.remove(expiring);
    }

    void sweep() {
        Instant now = clock.instant();
        for (Expiring expiring : waiting) {
            try {
                expiring.expireIfDue(now);
            } catch (RuntimeException fault) {
                // one that fails must not keep the others alive
                LOG.error("could not expire {}", expiring, fault);
            }
        }
    }
}
