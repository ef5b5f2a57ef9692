package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads pages of subscribers, shard by shard, one page ahead of its user and never more: the next is read while the
 * current one is posted. For one thread.
 */
final class PageReader {
    /** What a turn of reading gives. */
    sealed interface Turn {
        /**
         * Some subscribers of a shard.
         *
         * @param at where the page starts
         */
        record Page(FanOutCursor at, List<Subscription> items) implements Turn {}

        /** The store failed; the shard is left at {@code at} and the next turn is another shard's. */
        record Unread(FanOutCursor at, Throwable fault) implements Turn {}

        /** Time ran out; what is left is in {@link PageReader#unread()}. */
        record OutOfTime() implements Turn {}

        record End() implements Turn {}
    }

    private record Reading(FanOutCursor at, Future<SubscriptionPage> page) {}

    private final SubscriptionStore subscriptions;
    private final ExecutorService executor;
    private final int pageSize;
    private final Deadline deadline;
    private final Deque<FanOutCursor> shards;
    private final boolean fresh;
    private Optional<Reading> ahead = Optional.empty();

    /**
     * Reads nothing yet.
     *
     * @param fresh whether a subscription that was stored before its page is read must be in it
     */
    PageReader(
            SubscriptionStore subscriptions,
            ExecutorService executor,
            int pageSize,
            Deadline deadline,
            Collection<FanOutCursor> shards,
            boolean fresh) {
        this.subscriptions = subscriptions;
        this.executor = executor;
        this.pageSize = pageSize;
        this.deadline = deadline;
        this.shards = new ArrayDeque<>(shards);
        this.fresh = fresh;
    }

    /** The next page; waits for it at most {@code patience}. */
    Turn next(Duration patience) throws InterruptedException {
        if (ahead.isEmpty()) {
            readAhead();
        }
        if (ahead.isEmpty()) {
            return new Turn.End();
        }
        Reading reading = ahead.get();
        try {
            SubscriptionPage page = reading.page().get(patience.toNanos(), TimeUnit.NANOSECONDS);
            ahead = Optional.empty();
            page.next().ifPresent(next -> shards.addFirst(reading.at().past(next)));
            readAhead();
            return new Turn.Page(reading.at(), page.items());
        } catch (TimeoutException e) {
            return new Turn.OutOfTime();
        } catch (ExecutionException e) {
            ahead = Optional.empty();
            return new Turn.Unread(reading.at(), e.getCause() == null ? e : e.getCause());
        }
    }

    /** What has not been handed out; stops reading. */
    List<FanOutCursor> unread() {
        List<FanOutCursor> left = new ArrayList<>();
        ahead.ifPresent(reading -> {
            reading.page().cancel(true);
            left.add(reading.at());
        });
        ahead = Optional.empty();
        left.addAll(shards);
        shards.clear();
        return left;
    }

    private void readAhead() {
        FanOutCursor at = shards.poll();
        if (at != null) {
            Optional<ConnectionId> after = at.after();
            ahead = Optional.of(new Reading(at, executor.submit(() -> page(at.shard(), after))));
        }
    }

    private SubscriptionPage page(RoomShard shard, Optional<ConnectionId> after) {
        Instant now = deadline.clock().instant();
        return fresh
                ? subscriptions.freshPage(shard, after, pageSize, now)
                : subscriptions.page(shard, after, pageSize, now);
    }
}
