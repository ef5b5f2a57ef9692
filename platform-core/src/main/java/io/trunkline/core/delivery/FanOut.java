package io.trunkline.core.delivery;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.routing.key.RoomShard;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Delivery by fan-out: pages of subscribers, the event encoded once a dialect, posts in parallel under one bound for
 * the whole object and under the deadline of each delivery. Throttled and failed posts back off, the gone are pruned.
 *
 * <p>At least once: a post that timed out may have arrived and is repeated. Within a delivery, posts to one connection
 * never overlap. Safe for use by several threads.
 */
public final class FanOut implements Delivery {
    private static final Logger LOG = LoggerFactory.getLogger(FanOut.class);

    private final FanOutShared shared;

    /** @param random for the jitter; guarded here, so it need not be safe for use by several threads */
    public FanOut(
            SubscriptionStore subscriptions,
            ConnectionGateway gateway,
            DialectRegistry dialects,
            ConnectionCleanup cleanup,
            Sleeper sleeper,
            RandomGenerator random,
            FanOutOptions options) {
        this.shared = new FanOutShared(
                subscriptions,
                gateway,
                dialects,
                cleanup,
                sleeper,
                new Backoff(options.backoffBase(), options.backoffCap(), random),
                options,
                new Semaphore(options.parallelPosts(), true),
                new Semaphore(options.parallelPrunes(), true));
    }

    /**
     * Delivers as {@link Delivery} says. An interrupt stops it at once: posts under way count as failed, the receipt
     * says unreached, and the thread stays interrupted. A store that fails before anything was posted is a fault and
     * thrown, as a repeat is then safe; where it fails later, what it holds counts as unreached.
     */
    @Override
    public DeliveryReceipt deliver(List<RoomShard> shards, ServerEvent.Broadcast event, Deadline deadline) {
        List<FanOutCursor> from =
                shards.stream().distinct().map(FanOutCursor::start).toList();
        FanOutRun.Result result = new FanOutRun(shared, from, event, deadline).run();
        if (!result.left().isEmpty()) {
            // the one place where a queue would take what is left, cursor by cursor
            LOG.warn(
                    "event {} was not brought to all: {} shards left",
                    event.id(),
                    result.left().size());
        }
        return result.receipt();
    }
}
