package io.trunkline.core.delivery;

import io.trunkline.core.subscription.Subscription;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the threads of one delivery share: its counts, its time, and the bounds on what waits in memory.
 *
 * @param waiting one permit a connection that is started and has not ended
 * @param pruneBacklog one permit a prune that is waiting or in progress
 * @param open the connections that are started and have not ended
 */
record RunState(
        Deadline deadline,
        Duration reserve,
        Tally tally,
        EndpointPatience patience,
        Semaphore waiting,
        Semaphore pruneBacklog,
        Set<Subscription> open) {
    static RunState of(Deadline deadline, FanOutOptions options) {
        return new RunState(
                deadline,
                options.reserve(),
                new Tally(),
                new EndpointPatience(),
                new Semaphore(2 * options.pageSize()),
                new Semaphore(options.pageSize()),
                ConcurrentHashMap.newKeySet());
    }

    Instant now() {
        return deadline.clock().instant();
    }

    /** How long something new may still be started; zero or less where it may not. */
    Duration startable() {
        return deadline.remaining().minus(reserve);
    }

    boolean mayStart() {
        return startable().isPositive();
    }

    /** Waits for the tenant's turn to post while something may still be started; false where time ran out first. */
    boolean acquire(PostGate posts, TenantId tenant) throws InterruptedException {
        if (!posts.acquire(tenant, startable())) {
            return false;
        }
        if (mayStart()) {
            return true;
        }
        posts.release();
        return false;
    }

    /** Counts how a connection ended, and keeps it for another attempt where one may help. */
    void end(Subscription subscription, Tally.Ending ending) {
        open.remove(subscription);
        tally.end(subscription, ending);
    }

    /** Takes a permit while something may still be started; false where the time ran out first. */
    boolean acquire(Semaphore permits) throws InterruptedException {
        Duration patience = startable();
        if (!patience.isPositive() || !permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS)) {
            return false;
        }
        if (mayStart()) {
            return true;
        }
        permits.release();
        return false;
    }
}
