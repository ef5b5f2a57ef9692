package io.trunkline.rehearsal;

import java.io.IOException;
import java.time.Duration;
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

    /** From one look to the next at whether somebody has connected again. */
    private static final long LOOK_MILLIS = 20;

    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Crowd crowd;
    private final Backend backend;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Semaphore pushes = new Semaphore(PUSHES_AT_ONCE);
    private final AtomicInteger pushedAgain = new AtomicInteger();

    private Traffic(Crowd crowd, Backend backend) {
        this.crowd = crowd;
        this.backend = backend;
    }

    /** @param rate messages a second in each direction, over all clients */
    static Traffic start(Crowd crowd, Backend backend, int rate) {
        Traffic traffic = new Traffic(crowd, backend);
        long pause = TimeUnit.SECONDS.toNanos(1) / rate;
        var _ = traffic.timer.scheduleAtFixedRate(traffic::tick, 0, pause, TimeUnit.NANOSECONDS);
        return traffic;
    }

    /** Pushes that were sent a second time, as their client had to connect again in between. */
    int pushedAgain() {
        return pushedAgain.get();
    }

    private void tick() {
        crowd.next().filter(Client::take).ifPresent(client -> {
            var _ = workers.submit(() -> {
                try {
                    client.speak();
                    if (pushes.tryAcquire()) {
                        try {
                            push(client);
                        } finally {
                            pushes.release();
                        }
                    }
                } catch (Exception e) {
                    LOG.warn("a message could not be sent", e);
                } finally {
                    client.letGo();
                }
                return true;
            });
        });
    }

    /**
     * Whom a rollback closed while something was on its way to it gets that when it is there again: the back end has
     * seen that nobody was reached. What reaches nobody else is lost.
     */
    private void push(Client client) throws IOException, InterruptedException {
        int ends = client.forcedEnds();
        String number = backend.numbered(client.person());
        client.expects(number);
        long until = System.nanoTime() + PATIENCE.toNanos();
        boolean reached = backend.push(client.person(), number);
        while (!reached && System.nanoTime() < until) {
            if (client.forcedEnds() > ends && client.isOpen()) {
                ends = client.forcedEnds();
                pushedAgain.incrementAndGet();
                reached = backend.push(client.person(), number);
            }
            Thread.sleep(LOOK_MILLIS);
        }
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
