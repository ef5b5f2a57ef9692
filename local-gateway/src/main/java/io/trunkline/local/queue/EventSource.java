package io.trunkline.local.queue;

import io.trunkline.core.sqs.QueueReader;
import io.trunkline.core.sqs.TakenMessage;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls a function with a queue's messages, so many calls at once, and deletes those that it has done. Messages of a
 * call that failed or died come again.
 *
 * <p>Unlike on AWS, where a message that failed waits for the end of its visibility, it comes again after some seconds:
 * nobody at a keyboard waits three minutes.
 */
public final class EventSource implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventSource.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private static final long LONGEST_RETRY_SECONDS = 30;

    private final QueueReader queue;
    private final QueueEvents events;
    private final Invoker function;
    private final int batch;
    private final Duration longPoll;
    private final Semaphore calls;
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            Thread.ofVirtual().name("event-source-", 0).factory());
    private volatile boolean closed;

    private EventSource(
            QueueReader queue, QueueEvents events, Invoker function, int batch, int concurrency, Duration longPoll) {
        this.queue = queue;
        this.events = events;
        this.function = function;
        this.batch = batch;
        this.longPoll = longPoll;
        this.calls = new Semaphore(concurrency);
    }

    /**
     * Starts to poll; ends when it is closed.
     *
     * @param batch messages a call at most
     * @param concurrency calls at once
     */
    public static EventSource start(
            QueueReader queue,
            String queueArn,
            String region,
            Invoker function,
            int batch,
            int concurrency,
            Duration longPoll) {
        EventSource source =
                new EventSource(queue, new QueueEvents(queueArn, region), function, batch, concurrency, longPoll);
        source.threads.execute(source::poll);
        return source;
    }

    private void poll() {
        while (!closed) {
            try {
                calls.acquire();
                boolean given = false;
                try {
                    List<TakenMessage> messages = queue.take(batch, longPoll);
                    if (!messages.isEmpty() && !closed) {
                        threads.execute(() -> call(messages));
                        given = true;
                    }
                } finally {
                    if (!given) {
                        calls.release();
                    }
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.warn("the queue does not answer: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void call(List<TakenMessage> messages) {
        try {
            Set<String> failed =
                    switch (function.invoke(events.event(messages))) {
                        case InvokeOutcome.Success(var answer) -> QueueEvents.failed(messages, answer);
                        case InvokeOutcome.FunctionError _,
                                InvokeOutcome.TimedOut _,
                                InvokeOutcome.Crashed _,
                                InvokeOutcome.Throttled _ -> QueueEvents.failed(messages, new byte[] {'x'});
                    };
            for (TakenMessage message : messages) {
                if (failed.contains(message.messageId())) {
                    queue.giveBack(message, retry(message));
                } else {
                    queue.delete(message);
                }
            }
        } catch (RuntimeException e) {
            // they come again at the end of their visibility
            if (!closed) {
                LOG.warn("messages of the queue could not be settled: {}", e.toString());
            }
        } finally {
            calls.release();
        }
    }

    /** Longer with each time that it was taken. */
    private static Duration retry(TakenMessage message) {
        String receives = message.attributes().getOrDefault("ApproximateReceiveCount", "1");
        return Duration.ofSeconds(Math.min(LONGEST_RETRY_SECONDS, Long.parseLong(receives)));
    }

    @Override
    public void close() {
        closed = true;
        threads.shutdownNow();
    }
}
