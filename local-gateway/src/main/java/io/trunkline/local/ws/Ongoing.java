package io.trunkline.local.ws;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work under way on virtual threads, counted so that a gateway can wait for the end of it. */
final class Ongoing {
    private static final Logger LOG = LoggerFactory.getLogger(Ongoing.class);

    private int running;

    void start(Runnable work) {
        synchronized (this) {
            running++;
        }
        Thread.ofVirtual().name("gateway-work").start(() -> {
            try {
                work.run();
            } catch (RuntimeException fault) {
                LOG.error("the gateway failed at its own work", fault);
            } finally {
                ended();
            }
        });
    }

    /** False if work is still under way when the time is over. */
    synchronized boolean awaitNone(Duration atMost) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (running > 0) {
            long left = (deadline - System.nanoTime()) / 1_000_000;
            if (left <= 0) {
                return false;
            }
            wait(left);
        }
        return true;
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }
}
