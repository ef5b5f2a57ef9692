package io.trunkline.migration.target;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Runs calls side by side on virtual threads, so many at once and no more. */
public final class InParallel implements AutoCloseable {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore permits;

    public InParallel(int atOnce) {
        this.permits = new Semaphore(atOnce);
    }

    /** Returns when all have run; throws what the first of them threw that failed, after all have ended. */
    public void run(List<Runnable> work) {
        List<Future<?>> running = new ArrayList<>();
        for (Runnable one : work) {
            permits.acquireUninterruptibly();
            running.add(threads.submit(() -> {
                try {
                    one.run();
                } finally {
                    permits.release();
                }
            }));
        }
        RuntimeException first = null;
        for (Future<?> one : running) {
            try {
                one.get();
            } catch (ExecutionException e) {
                if (first == null) {
                    first = e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
        if (first != null) {
            throw first;
        }
    }

    @Override
    public void close() {
        threads.close();
    }
}
