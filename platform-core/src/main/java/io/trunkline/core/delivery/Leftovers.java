package io.trunkline.core.delivery;

import io.trunkline.core.delivery.FanOutTask.Work;
import io.trunkline.core.delivery.Tally.Ending;
import io.trunkline.core.delivery.Tally.Given;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Hands what a run left to the queue, and makes the receipt say what came of that. */
final class Leftovers {
    /** Connections a message: 250 of the longest texts stay well below what an event leaves of a message. */
    private static final int CONNECTIONS_A_MESSAGE = 250;

    /**
     * What came of it.
     *
     * @param refused rests of shards that are in no queue
     * @param lost connections to be tried again that are in no queue
     */
    record Settled(DeliveryReceipt receipt, List<FanOutCursor> refused, int lost) {}

    private final Optional<HandOver> handOver;

    Leftovers(Optional<HandOver> handOver) {
        this.handOver = handOver;
    }

    /**
     * Puts into the queue what {@code result} left.
     *
     * @param attempt how often the connections of the run were given up before it
     */
    Settled settle(FanOutRun.Result result, ServerEvent.Broadcast event, int attempt, Instant queuedAt) {
        if (handOver.isEmpty() || result.interrupted()) {
            return new Settled(result.receipt(), result.left(), result.again().size());
        }
        HandOver bounds = handOver.get();
        List<FanOutTask> rests = result.left().stream()
                .map(cursor -> FanOutTask.rest(event, cursor, queuedAt))
                .toList();
        Set<FanOutTask> refusedRests = put(bounds, rests, Duration.ZERO);
        List<FanOutTask> retries = retries(result.again(), event, attempt + 1, queuedAt);
        Set<FanOutTask> refusedRetries = attempt + 1 < bounds.maxAttempts()
                ? put(bounds, retries, bounds.delay(attempt + 1))
                : buried(bounds, retries);
        boolean buried = attempt + 1 >= bounds.maxAttempts();
        Set<Subscription> taken = connections(retries, refusedRetries);
        DeliveryReceipt counted = buried ? result.receipt() : without(result, taken);
        int queuedRests = rests.size() - refusedRests.size();
        List<FanOutCursor> refused = result.left().stream()
                .filter(cursor -> refusedRests.contains(FanOutTask.rest(event, cursor, queuedAt)))
                .toList();
        return new Settled(
                new DeliveryReceipt(
                        counted.delivered(),
                        counted.gone(),
                        counted.throttled(),
                        counted.failed(),
                        queuedRests + (buried ? 0 : taken.size()),
                        !refused.isEmpty()),
                refused,
                refusedRetries.stream().mapToInt(FanOutTask::weight).sum());
    }

    /** For a receipt whose unreached part another run takes on. */
    static DeliveryReceipt withoutUnreached(DeliveryReceipt receipt) {
        return new DeliveryReceipt(
                receipt.delivered(), receipt.gone(), receipt.throttled(), receipt.failed(), receipt.queued(), false);
    }

    private static Set<FanOutTask> put(HandOver bounds, List<FanOutTask> tasks, Duration delay) {
        return tasks.isEmpty() ? Set.of() : new LinkedHashSet<>(bounds.queue().put(tasks, delay));
    }

    private static Set<FanOutTask> buried(HandOver bounds, List<FanOutTask> tasks) {
        Set<FanOutTask> refused = new LinkedHashSet<>();
        for (FanOutTask task : tasks) {
            if (!bounds.queue().bury(task, "given up after " + bounds.maxAttempts() + " attempts")) {
                refused.add(task);
            }
        }
        return refused;
    }

    private static List<FanOutTask> retries(
            List<Given> again, ServerEvent.Broadcast event, int attempt, Instant queuedAt) {
        Map<RoomShard, List<Subscription>> byShard = new LinkedHashMap<>();
        again.forEach(given -> byShard.computeIfAbsent(given.subscription().room(), room -> new ArrayList<>())
                .add(given.subscription()));
        List<FanOutTask> tasks = new ArrayList<>();
        byShard.forEach((shard, all) -> {
            for (int from = 0; from < all.size(); from += CONNECTIONS_A_MESSAGE) {
                List<Subscription> some = all.subList(from, Math.min(all.size(), from + CONNECTIONS_A_MESSAGE));
                tasks.add(new FanOutTask(event, shard, new Work.Some(some), attempt, queuedAt));
            }
        });
        return tasks;
    }

    private static Set<Subscription> connections(List<FanOutTask> tasks, Set<FanOutTask> refused) {
        Set<Subscription> connections = new LinkedHashSet<>();
        tasks.stream().filter(task -> !refused.contains(task)).forEach(task -> {
            if (task.work() instanceof Work.Some some) {
                connections.addAll(some.connections());
            }
        });
        return connections;
    }

    /** The run's counts without what was given up there and has another attempt before it. */
    private static DeliveryReceipt without(FanOutRun.Result result, Set<Subscription> taken) {
        int throttled = 0;
        int failed = 0;
        for (Given given : result.again()) {
            if (taken.contains(given.subscription())) {
                if (given.ending() == Ending.THROTTLED) {
                    throttled++;
                } else {
                    failed++;
                }
            }
        }
        DeliveryReceipt all = result.receipt();
        return new DeliveryReceipt(
                all.delivered(), all.gone(), all.throttled() - throttled, all.failed() - failed, all.unreached());
    }
}
