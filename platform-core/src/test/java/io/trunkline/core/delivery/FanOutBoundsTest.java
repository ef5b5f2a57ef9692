package io.trunkline.core.delivery;

import static io.trunkline.core.delivery.FanOutRig.BRANCH;
import static io.trunkline.core.delivery.FanOutRig.EVENT;
import static io.trunkline.core.delivery.FanOutRig.ORDER;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How much a delivery does at once, how long it takes, and what it holds in memory. */
@Timeout(60)
final class FanOutBoundsTest {
    private final FanOutRig rig = new FanOutRig();

    @Test
    void postsRunSideBySideUpToTheBoundAndNotBeyond() throws InterruptedException {
        rig.joinAll(200, ORDER);
        CountDownLatch release = new CountDownLatch(1);
        rig.gateway.during(_ -> await(release));
        List<DeliveryReceipt> receipts = new CopyOnWriteArrayList<>();

        Thread caller = Thread.ofPlatform()
                .start(() -> receipts.add(rig.deliver(FanOutOptions.DEFAULTS.withParallelPosts(8), rig.deadline())));
        Awaitility.await().until(() -> rig.gateway.inFlight() > 0 && caller.getState() == Thread.State.TIMED_WAITING);
        Awaitility.await().until(() -> rig.gateway.inFlight() >= 8);
        assertThat(rig.gateway.inFlight()).isEqualTo(8);
        release.countDown();

        assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        assertThat(receipts).containsExactly(new DeliveryReceipt(200, 0, 0, 0, false));
        assertThat(rig.gateway.mostInFlight()).isEqualTo(8);
        assertThat(rig.gateway.overlapped()).isFalse();
    }

    @Test
    void thoseThatWaitForAnotherTryAreBoundedToo() throws InterruptedException {
        for (ConnectionId connection : rig.joinAll(100, ORDER)) {
            rig.gateway.answers(connection, Answer.THROTTLED, Answer.HELD);
        }
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger asleep = new AtomicInteger();
        rig.time.onSleep(() -> {
            asleep.incrementAndGet();
            await(release);
        });
        List<DeliveryReceipt> receipts = new CopyOnWriteArrayList<>();

        Thread caller = Thread.ofPlatform()
                .start(() -> receipts.add(rig.deliver(FanOutOptions.DEFAULTS.withPageSize(10), rig.deadline())));
        Awaitility.await().until(() -> asleep.get() >= 20 && caller.getState() == Thread.State.TIMED_WAITING);
        // two pages wait, one is being started, one is read ahead
        assertThat(rig.gateway.posts()).hasSize(20);
        assertThat(rig.stores.pages()).isLessThanOrEqualTo(4);
        release.countDown();

        assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        assertThat(receipts).containsExactly(new DeliveryReceipt(100, 0, 0, 0, false));
    }

    @Test
    void theBoundHoldsOverDeliveriesSideBySide() throws InterruptedException {
        rig.joinAll(100, ORDER);
        meetInFlight(8);
        FanOut fanOut = rig.fanOut(FanOutOptions.DEFAULTS.withParallelPosts(8));

        Thread other = Thread.ofVirtual().start(() -> fanOut.deliver(List.of(ORDER), EVENT, rig.deadline()));
        fanOut.deliver(List.of(ORDER), EVENT, rig.deadline());

        assertThat(other.join(Duration.ofSeconds(30))).isTrue();
        assertThat(rig.gateway.delivered()).hasSize(200);
        assertThat(rig.gateway.mostInFlight()).isLessThanOrEqualTo(8);
    }

    @Test
    void aSlowReaderHoldsNoPlaceWhileItIsWaitedFor() {
        List<ConnectionId> members = rig.joinAll(10, ORDER);
        rig.gateway.answers(members.get(0), Answer.THROTTLED, Answer.HELD);
        rig.time.onSleep(
                () -> Awaitility.await().until(() -> rig.gateway.delivered().size() == 9));

        FanOutOptions one = FanOutOptions.DEFAULTS.withParallelPosts(1);
        assertThat(rig.deliver(one, rig.deadline())).isEqualTo(new DeliveryReceipt(10, 0, 0, 0, false));
        assertThat(rig.gateway.mostInFlight()).isEqualTo(1);
    }

    @Test
    void nothingStartsOnceTheReserveIsReached() {
        rig.joinAll(100, ORDER);
        rig.gateway.costs(Duration.ofMillis(100));

        FanOutOptions one = FanOutOptions.DEFAULTS.withParallelPosts(1);
        // posts start at 0, 100 … 1,400 ms; from 1,500 ms on only the reserve is left
        assertThat(rig.deliver(one, Deadline.in(Duration.ofSeconds(2), rig.time)))
                .isEqualTo(new DeliveryReceipt(15, 0, 0, 0, true));
    }

    @Test
    void aDeadlineThatIsTooNearReadsNothing() {
        rig.joinAll(3, ORDER);

        assertThat(rig.deliver(FanOutOptions.DEFAULTS, Deadline.in(Duration.ofMillis(400), rig.time)))
                .isEqualTo(new DeliveryReceipt(0, 0, 0, 0, true));
        assertThat(rig.stores.pages()).isZero();
    }

    @Test
    void whatIsLeftIsTakenUpWhereItStopped() {
        List<ConnectionId> members = rig.joinAll(95, ORDER);
        rig.join(200, BRANCH);
        rig.gateway.costs(Duration.ofMillis(20));
        FanOutShared shared = rig.shared(FanOutOptions.DEFAULTS.withPageSize(10).withParallelPosts(3));

        List<FanOutCursor> left = List.of(FanOutCursor.start(ORDER), FanOutCursor.start(BRANCH));
        int runs = 0;
        while (!left.isEmpty()) {
            Deadline deadline = Deadline.in(Duration.ofMillis(700), rig.time);
            FanOutRun.Result result = new FanOutRun(shared, left, EVENT, deadline).run();
            assertThat(result.receipt().unreached()).isEqualTo(!result.left().isEmpty());
            assertThat(result.receipt().failed()).isZero();
            left = result.left();
            runs++;
        }

        assertThat(runs).isGreaterThan(1);
        assertThat(rig.reached()).hasSize(96).containsAll(members).doesNotHaveDuplicates();
    }

    @Test
    void aPostThatIgnoresItsTimeOutIsLeftAtTheDeadline() {
        rig.joinAll(3, ORDER);
        rig.gateway.during(connection -> {
            if (connection.equals(FanOutRig.id(1))) {
                blockUntilInterrupted();
            }
        });

        Instant begun = Instant.now();
        DeliveryReceipt receipt = rig.deliver(FanOutOptions.DEFAULTS, Deadline.in(Duration.ofSeconds(2), wallTime()));

        assertThat(receipt).isEqualTo(new DeliveryReceipt(2, 0, 0, 1, false));
        assertThat(Duration.between(begun, Instant.now())).isLessThan(Duration.ofSeconds(20));
        Awaitility.await().until(() -> rig.gateway.inFlight() == 0);
    }

    @Test
    void aPruneThatHangsIsLeftAtTheDeadline() {
        rig.joinAll(3, ORDER);
        rig.gateway.answers(FanOutRig.id(1), Answer.GONE);
        rig.stores.onRemove(_ -> blockUntilInterrupted());

        DeliveryReceipt receipt = rig.deliver(FanOutOptions.DEFAULTS, Deadline.in(Duration.ofSeconds(2), wallTime()));

        assertThat(receipt.delivered()).isEqualTo(2);
        assertThat(receipt.unreached()).isFalse();
    }

    @Test
    void aTableThatHangsIsLeftAtTheDeadline() {
        rig.joinAll(3, ORDER);
        rig.stores.onPage(_ -> blockUntilInterrupted());

        DeliveryReceipt receipt = rig.deliver(FanOutOptions.DEFAULTS, Deadline.in(Duration.ofSeconds(2), wallTime()));

        assertThat(receipt).isEqualTo(new DeliveryReceipt(0, 0, 0, 0, true));
    }

    @Test
    void anInterruptStopsTheDeliveryAndSaysSo() throws InterruptedException {
        rig.joinAll(50, ORDER);
        rig.gateway.during(_ -> blockUntilInterrupted());
        List<DeliveryReceipt> receipts = new CopyOnWriteArrayList<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Thread caller = Thread.ofPlatform().start(() -> {
            receipts.add(rig.deliver(FanOutOptions.DEFAULTS.withParallelPosts(4), rig.deadline()));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        });
        Awaitility.await().until(() -> rig.gateway.inFlight() == 4);

        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(20))).isTrue();
        assertThat(receipts).containsExactly(new DeliveryReceipt(0, 0, 0, 4, true));
        assertThat(stillInterrupted).isTrue();
        Awaitility.await().until(() -> rig.gateway.inFlight() == 0);
        assertThat(rig.gateway.posts()).hasSize(4);
    }

    @Test
    void aThreadThatIsInterruptedAlreadyPostsNothing() {
        rig.joinAll(3, ORDER);
        Thread.currentThread().interrupt();
        try {
            assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(0, 0, 0, 0, true));
        } finally {
            assertThat(Thread.interrupted()).isTrue();
        }
        assertThat(rig.gateway.posts()).isEmpty();
    }

    @Test
    void tenThousandSubscribersAreHeldAFewPagesAtATime() {
        rig.joinAll(10_000, ORDER);
        AtomicInteger held = new AtomicInteger();
        AtomicInteger mostHeld = new AtomicInteger();
        rig.stores.onPage(
                page -> mostHeld.accumulateAndGet(held.addAndGet(page.items().size()), Math::max));
        rig.gateway.during(_ -> held.decrementAndGet());

        FanOutOptions pages = FanOutOptions.DEFAULTS.withPageSize(100);
        assertThat(rig.deliver(pages, rig.deadline())).isEqualTo(new DeliveryReceipt(10_000, 0, 0, 0, false));
        // the page being started, the page ahead, and what is started and has not ended
        assertThat(mostHeld.get()).isLessThanOrEqualTo(4 * 100);
        assertThat(rig.stores.pages()).isEqualTo(100);
    }

    /** Each post waits until {@code count} of them have been in flight together, once. */
    private void meetInFlight(int count) {
        CountDownLatch together = new CountDownLatch(count);
        rig.gateway.during(_ -> {
            together.countDown();
            await(together);
        });
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Real time, counted from the start of virtual time. */
    private static InstantSource wallTime() {
        long begun = System.nanoTime();
        return () -> VirtualTime.START.plusNanos(System.nanoTime() - begun);
    }

    private static void blockUntilInterrupted() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
