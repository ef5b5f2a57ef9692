package io.trunkline.local.ws;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection's work, done one piece after another in the order in which it came.
 *
 * <p>AWS invokes a connection's messages side by side and promises no order. Here a message's function is called once
 * the one before has answered, so that nothing is worse than on AWS and a log reads as the client wrote it; order
 * across connections is free. The price is that a client's messages wait for each other; what bounds the wait is that
 * reading stops while too many are queued.
 */
final class InOrder {
    private static final Logger LOG = LoggerFactory.getLogger(InOrder.class);

    private final Ongoing ongoing;
    private final Deque<Runnable> waiting = new ArrayDeque<>();
    private boolean running;

    InOrder(Ongoing ongoing) {
        this.ongoing = ongoing;
    }

    synchronized void submit(Runnable work) {
        waiting.add(work);
        if (!running) {
            running = true;
            ongoing.start(this::drain);
        }
    }

    /** How many pieces have not begun. */
    synchronized int size() {
        return waiting.size();
    }

    private void drain() {
        for (Optional<Runnable> work = next(); work.isPresent(); work = next()) {
            try {
                work.get().run();
            } catch (RuntimeException fault) {
                // what comes after, the DISCONNECT event at last, must not be lost with it
                LOG.error("the gateway failed at a connection's work", fault);
            }
        }
    }

    private synchronized Optional<Runnable> next() {
        Optional<Runnable> work = Optional.ofNullable(waiting.poll());
        running = work.isPresent();
        return work;
    }
}
