package io.trunkline.core.delivery;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * What the threads of one delivery share: its counts, its time, and the bounds on what waits in memory.
 *
 * @param waiting one permit a connection that is started and has not ended
 * @param pruneBacklog one permit a prune that is waiting or in progress
 */
record RunState(
        Deadline deadline,
        Duration reserve,
        Tally tally,
        EndpointPatience patience,
        Semaphore waiting,
        Semaphore pruneBacklog) {
    static RunState of(Deadline deadline, FanOutOptions options) {
        return new RunState(
                deadline,
                options.reserve(),
                new Tally(),
                new EndpointPatience(),
                new Semaphore(2 * options.pageSize()),
                new Semaphore(options.pageSize()));
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
