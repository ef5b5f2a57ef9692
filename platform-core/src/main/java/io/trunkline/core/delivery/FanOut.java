package io.trunkline.core.delivery;

import io.trunkline.core.delivery.FanOutTask.Work;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivery by fan-out: pages of subscribers, the event encoded once a dialect, posts in parallel under one bound for
 * the whole object and under the deadline of each delivery, tenants in turn. Throttled and failed posts back off, the
 * gone are pruned. What a large room holds beyond a threshold, what the deadline cuts off and what was given up goes to
 * the queue, where there is one.
 *
 * <p>At least once: a post that timed out may have arrived and is repeated. Within a delivery, posts to one connection
 * never overlap. Safe for use by several threads.
 */
public final class FanOut implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final FanOutShared shared;
    private final Optional<HandOver> handOver;
    private final Leftovers leftovers;

    /** One without a queue, for as many posts a second as there may be. */
    public FanOut(
            SubscriptionStore subscriptions,
            ConnectionGateway gateway,
            DialectRegistry dialects,
            ConnectionCleanup cleanup,
            Sleeper sleeper,
            RandomGenerator random,
            FanOutOptions options) {
        this(
                subscriptions,
                gateway,
                dialects,
                cleanup,
                sleeper,
                random,
                options,
                Optional.empty(),
                CoalescingWindow.NONE,
                InstantSource.system());
    }

    /**
     * @param random for the jitter; guarded here, so it need not be safe for use by several threads
     * @param handOver where what is left goes; empty where it is only told
     */
    public FanOut(
            SubscriptionStore subscriptions,
            ConnectionGateway gateway,
            DialectRegistry dialects,
            ConnectionCleanup cleanup,
            Sleeper sleeper,
            RandomGenerator random,
            FanOutOptions options,
            Optional<HandOver> handOver,
            CoalescingWindow window,
            InstantSource clock) {
        this.shared = new FanOutShared(
                subscriptions,
                gateway,
                dialects,
                cleanup,
                sleeper,
                new Backoff(options.backoffBase(), options.backoffCap(), random),
                options,
                new PostGate(options.parallelPosts(), options.postsPerSecond(), clock, sleeper),
                new Semaphore(options.parallelPrunes(), true),
                new Coalescer(),
                window);
        this.handOver = handOver;
        this.leftovers = new Leftovers(handOver);
    }

    /**
     * Delivers as {@link Delivery} says. An interrupt stops it at once: posts under way count as failed, the receipt
     * says unreached, and the thread stays interrupted. A store that fails before anything was posted is a fault and
     * thrown, as a repeat is then safe; where it fails later, what it holds goes to the queue, or counts as unreached.
     */
    @Override
    public DeliveryReceipt deliver(List<RoomShard> shards, ServerEvent.Broadcast event, Deadline deadline) {
        List<FanOutCursor> from =
                shards.stream().distinct().map(FanOutCursor::start).toList();
        Deadline ownDeadline = withReserve(deadline);
        FanOutRun.Result result = run(
                from,
                List.of(),
                event,
                ownDeadline,
                handOver.map(HandOver::inProcess).orElse(Integer.MAX_VALUE));
        Leftovers.Settled settled = leftovers.settle(result, event, 0, now(deadline));
        DeliveryReceipt receipt = settled.receipt();
        if (handOver.isPresent() && !settled.refused().isEmpty() && !ownDeadline.passed()) {
            // the queue is out of order: whoever publishes waits, rather than that somebody is left out
            FanOutRun.Result rest = run(settled.refused(), List.of(), event, ownDeadline, Integer.MAX_VALUE);
            Leftovers.Settled end = leftovers.settle(rest, event, 0, now(deadline));
            receipt = Leftovers.withoutUnreached(receipt).plus(end.receipt());
        }
        if (receipt.unreached()) {
            LOG.warn("event {} was not brought to all: {}", event.id(), receipt);
        }
        return receipt;
    }

    /**
     * Goes on with a piece from the queue. What is left of it is in the queue again before this returns; a store that
     * cannot be read is thrown before anything was posted.
     *
     * @return whether the piece is done with: where it is not, its message must be delivered again
     */
    public TaskOutcome resume(FanOutTask task, Deadline deadline) {
        HandOver bounds =
                handOver.orElseThrow(() -> new IllegalStateException("pieces come from a queue, and there is none"));
        Deadline ownDeadline = withReserve(deadline);
        FanOutRun.Result result =
                switch (task.work()) {
                    case Work.Rest(var after) ->
                        run(
                                List.of(new FanOutCursor(task.shard(), after)),
                                List.of(),
                                task.event(),
                                ownDeadline,
                                bounds.perMessage());
                    case Work.Some(var connections) ->
                        run(List.of(), connections, task.event(), ownDeadline, Integer.MAX_VALUE);
                };
        if (result.started() == 0 && !result.left().isEmpty()) {
            // no step was made: a new message would only hide how often this one was tried
            return new TaskOutcome(result.receipt(), false);
        }
        Leftovers.Settled settled = leftovers.settle(result, task.event(), task.attempt(), task.queuedAt());
        return new TaskOutcome(settled.receipt(), settled.refused().isEmpty() && settled.lost() == 0);
    }

    private FanOutRun.Result run(
            List<FanOutCursor> from,
            List<Subscription> first,
            ServerEvent.Broadcast event,
            Deadline deadline,
            int most) {
        return new FanOutRun(shared, from, first, event, deadline, most).run();
    }

    private Deadline withReserve(Deadline deadline) {
        return handOver.map(bounds -> new Deadline(deadline.at().minus(bounds.reserve()), deadline.clock()))
                .orElse(deadline);
    }

    private static Instant now(Deadline deadline) {
        return deadline.clock().instant();
    }
}
