package io.trunkline.core.sweep;

import io.trunkline.core.delivery.Deadline;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Does many small things, some at once, until the deadline; what is started is waited for. */
final class Workers {
    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final int parallel;

    Workers(int parallel) {
        this.parallel = parallel;
    }

    /** Counts what failed and what was not started. */
    void run(List<Runnable> work, Deadline deadline, SweepTally tally) {
        Semaphore free = new Semaphore(parallel);
        int started = 0;
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Runnable each : work) {
                if (deadline.passed() || !free.tryAcquire(deadline.remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                    break;
                }
                started++;
                var _ = executor.submit(() -> {
                    try {
                        each.run();
                    } catch (RuntimeException e) {
                        failed(e, tally);
                    } finally {
                        free.release();
                    }
                });
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        tally.add(SweepCount.LEFT, work.size() - started);
    }

    private static void failed(RuntimeException e, SweepTally tally) {
        boolean first = tally.get(SweepCount.ERRORS) == 0;
        tally.add(SweepCount.ERRORS);
        // one of many says enough: what fails for one row mostly fails for all
        if (first) {
            LOG.warn("the sweep could not deal with a connection", e);
        } else {
            LOG.debug("the sweep could not deal with a connection", e);
        }
    }
}
