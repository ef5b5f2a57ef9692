package io.trunkline.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps every client talking, and every client pushed to, in turns at one rate, until it is closed. */
final class Traffic implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Traffic.class);
    /** So many pushes at once: a back end waits for its answers too. */
    private static final int PUSHES_AT_ONCE = 16;

    private final List<MerchantClient> clients;
    private final Backend backend;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore pushes = new Semaphore(PUSHES_AT_ONCE);
    private final AtomicInteger turn = new AtomicInteger();

    private Traffic(List<MerchantClient> clients, Backend backend) {
        this.clients = clients;
        this.backend = backend;
    }

    /** @param rate messages a second in each direction, over all clients */
    static Traffic start(List<MerchantClient> clients, Backend backend, int rate) {
        Traffic traffic = new Traffic(clients, backend);
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        var _ = traffic.timer.scheduleAtFixedRate(traffic::tick, 0, pause, TimeUnit.NANOSECONDS);
        return traffic;
    }

    private void tick() {
        MerchantClient client = clients.get(turn.getAndIncrement() % clients.size());
        var _ = workers.submit(() -> {
            try {
                client.speak();
                if (pushes.tryAcquire()) {
                    try {
                        backend.push(client.business());
                    } finally {
                        pushes.release();
                    }
                }
            } catch (Exception e) {
                LOG.warn("a message could not be sent", e);
            }
            return true;
        });
    }

    /** Sends nothing more, and waits for what is being sent. */
    @Override
    public void close() {
        timer.shutdownNow();
        workers.shutdown();
        try {
            if (!workers.awaitTermination(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("some messages are still being sent");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
