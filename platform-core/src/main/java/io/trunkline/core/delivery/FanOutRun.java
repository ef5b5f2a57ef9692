package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.delivery.PageReader.Turn;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.usage.UsageTab;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One delivery from start to deadline. The calling thread walks the pages and starts each connection in order, so that
 * what is left at the end is a cursor a shard; a virtual thread brings each connection to its end.
 */
final class FanOutRun {
    /**
     * What came of it.
     *
     * @param receipt where nobody goes on: what is left is unreached
     * @param started how many connections were started
     * @param left where to go on, a cursor for each shard that was not walked to its end
     * @param again connections that were given up, or cut off at the deadline, and that another attempt may reach
     * @param interrupted whether it was stopped from outside
     */
    record Result(
            DeliveryReceipt receipt,
            int started,
            List<FanOutCursor> left,
            List<Tally.Given> again,
            boolean interrupted) {}

    private static final Logger LOG = LoggerFactory.getLogger(FanOutRun.class);

    private final FanOutShared shared;
    private final RunState run;
    private final List<FanOutCursor> from;
    private final List<Subscription> first;
    private final int most;
    private final FrameCache frames;
    private final boolean last;
    private final Set<ConnectionId> seen = new HashSet<>();
    private final Map<String, Boolean> together = new HashMap<>();
    private final ExecutorService threads = Executors.newThreadPerTaskExecutor(
            metered(Thread.ofVirtual().name("fan-out-", 0).factory()));
    private final PageReader pages;
    private final List<FanOutCursor> left = new ArrayList<>();
    private Optional<FanOutCursor> within = Optional.empty();
    private Optional<Throwable> fault = Optional.empty();

    FanOutRun(FanOutShared shared, List<FanOutCursor> from, ServerEvent event, Deadline deadline) {
        this(shared, from, List.of(), event, deadline, Integer.MAX_VALUE);
    }

    /**
     * A run of part of a delivery.
     *
     * @param first connections to be posted to before any page is read
     * @param most connections that are started at most; who comes behind them is left
     */
    FanOutRun(
            FanOutShared shared,
            List<FanOutCursor> from,
            List<Subscription> first,
            ServerEvent event,
            Deadline deadline,
            int most) {
        this.shared = shared;
        this.first = first;
        this.most = most;
        this.run = RunState.of(deadline, shared.options());
        this.from = from;
        this.frames = new FrameCache(shared.dialects(), event);
        this.last = event instanceof ServerEvent.Published published && published.last();
        this.pages = new PageReader(
                shared.subscriptions(), threads, shared.options().pageSize(), deadline, from, isDurable(event));
    }

    /** What the posts and reads cost is on the tab of whoever publishes. */
    private static ThreadFactory metered(ThreadFactory threads) {
        return work -> threads.newThread(UsageTab.carried(work));
    }

    /**
     * Who joins a durable room is told a position and that whatever follows it will come, so whoever had joined before
     * the event was appended must be found.
     */
    private static boolean isDurable(ServerEvent event) {
        return event instanceof ServerEvent.Published published
                && published.position().isPresent();
    }

    /** Runs once; ends by the deadline. Throws what the store threw where it failed before anything was started. */
    Result run() {
        boolean interrupted = false;
        try {
            walkAndGatherLeft();
            threads.shutdown();
            // the posts have the reserve to end in; what has not by then counts as failed
            if (!threads.awaitTermination(run.deadline().remaining().toNanos(), TimeUnit.NANOSECONDS)) {
                LOG.warn("a delivery was cut off at its deadline");
            }
        } catch (InterruptedException e) {
            interrupted = true;
            Thread.currentThread().interrupt();
        } finally {
            threads.shutdownNow();
        }
        if (fault.isPresent() && run.tally().started() == 0 && !interrupted) {
            throw fault.get() instanceof RuntimeException runtime
                    ? runtime
                    : new IllegalStateException("no subscriber could be read", fault.get());
        }
        List<Tally.Given> again = new ArrayList<>(run.tally().again());
        run.open().forEach(cut -> again.add(new Tally.Given(cut, Tally.Ending.BROKEN)));
        DeliveryReceipt receipt = run.tally().receipt(interrupted || !left.isEmpty());
        // once a delivery: thousands of connections may fail for the same reason
        run.tally().reason().ifPresent(reason -> LOG.warn("posts failed, the first for: {}; {}", reason, receipt));
        return new Result(receipt, run.tally().started(), List.copyOf(left), again, interrupted);
    }

    private void walkAndGatherLeft() throws InterruptedException {
        try {
            walk();
        } finally {
            // also ends a read that hangs, so that nobody waits for it
            gatherLeft();
        }
    }

    private void walk() throws InterruptedException {
        for (int i = 0; i < first.size(); i++) {
            Subscription subscription = first.get(i);
            if (isWanted(subscription) && !start(subscription)) {
                // as if cut off: they go where those go that were given up
                run.open().addAll(first.subList(i, first.size()));
                first.subList(i, first.size()).forEach(late -> run.tally().start());
                return;
            }
        }
        while (run.mayStart() && mayStartMore()) {
            switch (pages.next(run.startable())) {
                case Turn.Page page -> {
                    if (!walk(page)) {
                        return;
                    }
                }
                case Turn.Unread(FanOutCursor at, Throwable cause) -> {
                    LOG.error("subscribers of {} could not be read; the other shards go on", at.shard(), cause);
                    fault = Optional.of(cause);
                    left.add(at);
                }
                case Turn.OutOfTime _, Turn.End _ -> {
                    return;
                }
            }
        }
    }

    /** Starts all of a page; false where time ran out within it. */
    private boolean walk(Turn.Page page) throws InterruptedException {
        FanOutCursor at = page.at();
        for (Subscription subscription : page.items()) {
            within = Optional.of(at);
            if (isWanted(subscription) && (!mayStartMore() || !start(subscription))) {
                return false;
            }
            at = at.past(subscription.connectionId());
        }
        within = Optional.empty();
        return true;
    }

    private boolean mayStartMore() {
        return run.tally().started() < most;
    }

    /** A page may have waited while its subscriptions expired; a connection of several rooms is wanted once. */
    private boolean isWanted(Subscription subscription) {
        return subscription.expiresAt().isAfter(run.now())
                && (from.size() == 1 || seen.add(subscription.connectionId()));
    }

    private boolean start(Subscription subscription) throws InterruptedException {
        Optional<List<ByteBuffer>> said = frames.frames(subscription.dialect());
        if (said.isPresent() && said.get().isEmpty()) {
            return true;
        }
        if (said.isEmpty() || run.patience().exhausted(subscription.endpoint())) {
            run.tally().start();
            run.end(subscription, said.isEmpty() ? Tally.Ending.FAILED : Tally.Ending.BROKEN);
            return true;
        }
        if (!run.acquire(run.waiting())) {
            return false;
        }
        Duration window = window(subscription, said.get());
        boolean mayPost = window.isPositive();
        try {
            mayPost = mayPost
                    || run.acquire(shared.posts(), subscription.room().room().tenant());
        } finally {
            if (!mayPost) {
                run.waiting().release();
            }
        }
        if (mayPost) {
            run.tally().start();
            run.open().add(subscription);
            threads.execute(new ConnectionPost(shared, run, subscription, said.get(), window, last));
        }
        return mayPost;
    }

    /** How long the event waits for others to the same connection; zero where they share no frame. */
    private Duration window(Subscription subscription, List<ByteBuffer> said) {
        if (said.size() != 1) {
            return Duration.ZERO;
        }
        Duration window = shared.window().of(subscription.room().room().tenant());
        return window.isPositive()
                        && together.computeIfAbsent(
                                subscription.dialect(), dialect -> FrameTogether.isSpoken(shared.dialects(), dialect))
                ? window
                : Duration.ZERO;
    }

    private void gatherLeft() {
        within.ifPresent(left::add);
        // the page ahead of a half-walked one is behind its cursor already
        pages.unread().stream()
                .filter(cursor -> within.isEmpty() || !within.get().shard().equals(cursor.shard()))
                .forEach(left::add);
    }
}
