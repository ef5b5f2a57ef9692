package io.trunkline.local.runtime;

import io.trunkline.local.route.InvokeOutcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingDeque;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.TimeUnit;

/** The calls that wait for a free environment. Whatever is put in gets an outcome, a queue that was closed included. */
final class InvocationQueue implements AutoCloseable {
    private final BlockingDeque<Invocation> waiting;
    private volatile boolean closed;

    InvocationQueue(int capacity) {
        waiting = new LinkedBlockingDeque<>(capacity);
    }

    /** False where it is full or closed. */
    boolean offer(Invocation invocation) {
        if (closed || !waiting.offerLast(invocation)) {
            return false;
        }
        failIfClosed();
        return true;
    }

    /** Puts back, as the next one, what was taken and never reached a process. */
    void giveBack(Invocation invocation) {
        if (!waiting.offerFirst(invocation)) {
            invocation.outcome().complete(new InvokeOutcome.Throttled());
        }
        failIfClosed();
    }

    /** The next call whose caller still waits; empty where none came in {@code patience}. */
    Optional<Invocation> take(Duration patience) throws InterruptedException {
        return Optional.ofNullable(waiting.pollFirst(patience.toMillis(), TimeUnit.MILLISECONDS))
                .filter(invocation -> !invocation.outcome().isDone());
    }

    /** Ends the wait of all calls: nothing will take them soon. */
    void failAll() {
        for (Invocation next = waiting.pollFirst(); next != null; next = waiting.pollFirst()) {
            next.outcome().complete(new InvokeOutcome.Crashed());
        }
    }

    /** Looked at after each insertion, since the queue may have been closed, and emptied, just before it. */
    private void failIfClosed() {
        if (closed) {
            failAll();
        }
    }

    @Override
    public void close() {
        closed = true;
        failAll();
    }
}
