package io.trunkline.core.delivery;

import static io.trunkline.core.delivery.FanOutRig.BRANCH;
import static io.trunkline.core.delivery.FanOutRig.HOME;
import static io.trunkline.core.delivery.FanOutRig.ORDER;
import static io.trunkline.core.delivery.FanOutRig.WIZZ;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.delivery.ScriptedGateway.Post;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What follows from a post that was not taken: another try, a prune, or giving up. */
@Timeout(60)
final class FanOutRetryTest {
    private final FanOutRig rig = new FanOutRig();

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "BROKEN", "CUT"})
    void aPassingFaultBacksOffAndDelivers(Answer answer) {
        ConnectionId connection = rig.join(1, ORDER);
        rig.gateway.answers(connection, answer, answer, answer, Answer.HELD);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(1, 0, 0, 0, false));
        assertThat(rig.gateway.posts(connection)).hasSize(4);
        assertThat(rig.gateway.overlapped()).isFalse();
        assertThat(rig.time.sleeps()).hasSize(3);
        assertThat(rig.time.sleeps().get(0)).isBetween(Duration.ZERO, Duration.ofMillis(100));
        assertThat(rig.time.sleeps().get(1)).isBetween(Duration.ZERO, Duration.ofMillis(200));
        assertThat(rig.time.sleeps().get(2)).isBetween(Duration.ZERO, Duration.ofMillis(400));
    }

    @Test
    void theWaitsOfManyAreSpreadOverTheWholeSpan() {
        for (ConnectionId connection : rig.joinAll(200, ORDER)) {
            rig.gateway.answers(connection, Answer.THROTTLED, Answer.HELD);
        }

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(200, 0, 0, 0, false));
        assertThat(rig.time.sleeps()).allMatch(wait -> wait.compareTo(Duration.ofMillis(100)) <= 0);
        assertThat(rig.time.sleeps()).filteredOn(wait -> wait.toMillis() < 25).hasSizeGreaterThan(20);
        assertThat(rig.time.sleeps()).filteredOn(wait -> wait.toMillis() > 75).hasSizeGreaterThan(20);
    }

    @ParameterizedTest
    @EnumSource(names = {"THROTTLED", "BROKEN"})
    void nobodyIsTriedMoreThanFiveTimes(Answer answer) {
        ConnectionId connection = rig.join(1, ORDER);
        rig.join(2, ORDER);
        rig.gateway.answers(connection, answer);

        int throttled = answer == Answer.THROTTLED ? 1 : 0;
        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(1, 0, throttled, 1 - throttled, false));
        assertThat(rig.gateway.posts(connection)).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(names = {"TOO_LARGE", "FORBIDDEN", "MALFORMED"})
    void whatAnotherTryCannotMendIsTriedOnce(Answer answer) {
        ConnectionId connection = rig.join(1, ORDER);
        rig.gateway.answers(connection, answer);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(0, 0, 0, 1, false));
        assertThat(rig.gateway.posts(connection)).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noTryStartsWhenTheDeadlineIsNear(long seed) {
        FanOutRig near = new FanOutRig(seed);
        ConnectionId connection = near.join(1, ORDER);
        near.gateway.answers(connection, Answer.THROTTLED);
        near.gateway.costs(Duration.ofMillis(80));
        Deadline deadline = Deadline.in(Duration.ofMillis(800), near.time);

        // five tries take 400 ms and their waits; 300 ms are left to start them in
        assertThat(near.deliver(FanOutOptions.DEFAULTS, deadline)).isEqualTo(new DeliveryReceipt(0, 0, 1, 0, false));
        assertThat(near.gateway.posts(connection))
                .hasSizeBetween(1, 4)
                .extracting(Post::at)
                .allMatch(at -> at.isBefore(VirtualTime.START.plusMillis(300)));
        assertThat(deadline.passed()).isFalse();
    }

    @Test
    void aConnectionThatIsGoneIsTakenOutOfEveryTable() {
        ConnectionId gone = rig.join(1, ORDER, BRANCH);
        ConnectionId live = rig.join(2, ORDER, BRANCH);
        rig.gateway.answers(gone, Answer.GONE);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(1, 1, 0, 0, false));

        assertThat(rig.gateway.posts(gone)).hasSize(1);
        assertThat(rig.stores.find(gone, rig.time.instant())).isEmpty();
        assertThat(rig.stores.roomsOf(gone)).isEmpty();
        assertThat(rig.stores.count(WIZZ)).isEqualTo(1);
        assertThat(rig.stores.find(live, rig.time.instant())).isPresent();
        assertThat(rig.stores.roomsOf(live)).containsExactlyInAnyOrder(ORDER, BRANCH);
    }

    @Test
    void aConnectionThatIsGoneLeavesItsAutomaticRoomsThoughTheIndexTrails() {
        RoomShard own = FanOutRig.room("user:u-1");
        ConnectionId gone = rig.join(1, ORDER, own);
        rig.gateway.answers(gone, Answer.GONE);
        rig.stores.letTheIndexTrail();

        rig.deliver(ORDER);

        assertThat(rig.stores.isIn(ORDER, gone)).isFalse();
        assertThat(rig.stores.isIn(own, gone)).isFalse();
    }

    @Test
    void aConnectionOfATenantWithoutALimitIsNotCountedOut() {
        rig.registry.put(Wizz.tenant());
        rig.gateway.answers(rig.join(1, ORDER), Answer.GONE);

        rig.deliver(ORDER);

        assertThat(rig.stores.count(WIZZ)).isEqualTo(1);
    }

    @Test
    void aSubscriptionWithoutItsConnectionIsPrunedAndCountedOnce() {
        ConnectionId ghost = rig.join(1, ORDER);
        rig.join(2, ORDER);
        assertThat(rig.stores.remove(ghost, rig.time.instant())).isPresent();
        rig.gateway.answers(ghost, Answer.GONE);

        rig.deliver(ORDER);

        assertThat(rig.stores.roomsOf(ghost)).isEmpty();
        // its own disconnect has taken the count back, or will
        assertThat(rig.stores.count(WIZZ)).isEqualTo(2);
    }

    @Test
    void aYoungConnectionThatIsNotThereYetGetsTheEventALittleLater() {
        ConnectionId young = rig.join(1, HOME, "plain", VirtualTime.START.minusSeconds(1), ORDER);
        rig.gateway.answers(young, Answer.GONE, Answer.HELD);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(1, 0, 0, 0, false));
        assertThat(rig.stores.roomsOf(young)).containsExactly(ORDER);
    }

    @Test
    void aYoungConnectionThatStaysGoneIsCountedAndKept() {
        ConnectionId young = rig.join(1, HOME, "plain", VirtualTime.START.minusSeconds(1), ORDER);
        rig.gateway.answers(young, Answer.GONE);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(0, 1, 0, 0, false));
        assertThat(rig.gateway.posts(young)).hasSize(2);
        assertThat(rig.stores.find(young, rig.time.instant())).isPresent();
        assertThat(rig.stores.roomsOf(young)).containsExactly(ORDER);
        assertThat(rig.stores.count(WIZZ)).isEqualTo(1);
    }

    @Test
    void aConnectionThatGrowsUpBetweenTwo410sIsPruned() {
        ConnectionId connection = rig.join(1, HOME, "plain", VirtualTime.START.minusMillis(9_900), ORDER);
        rig.gateway.answers(connection, Answer.GONE);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(0, 1, 0, 0, false));
        assertThat(rig.gateway.posts(connection)).hasSize(2);
        assertThat(rig.stores.roomsOf(connection)).isEmpty();
    }

    @Test
    void aPruneThatFailsCostsNobodyTheEvent() {
        List<ConnectionId> members = rig.joinAll(4, ORDER);
        rig.gateway.answers(members.get(0), Answer.GONE);
        rig.stores.onRemove(_ -> {
            throw new IllegalStateException("the table does not answer");
        });

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(3, 1, 0, 0, false));
    }

    @Test
    void aSlowPruneKeepsNobodyWaiting() {
        List<ConnectionId> members = rig.joinAll(20, ORDER);
        members.subList(0, 10).forEach(gone -> rig.gateway.answers(gone, Answer.GONE));
        CountDownLatch othersPosted = new CountDownLatch(10);
        AtomicInteger prunedInTime = new AtomicInteger();
        rig.gateway.during(connection -> {
            if (members.indexOf(connection) >= 10) {
                othersPosted.countDown();
            }
        });
        rig.stores.onRemove(_ -> {
            try {
                if (othersPosted.await(20, TimeUnit.SECONDS)) {
                    prunedInTime.incrementAndGet();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });

        FanOutOptions narrow = FanOutOptions.DEFAULTS.withParallelPosts(1).withPageSize(5);
        assertThat(rig.deliver(narrow, rig.deadline())).isEqualTo(new DeliveryReceipt(10, 10, 0, 0, false));
        assertThat(prunedInTime.get()).isPositive();
        assertThat(members.subList(0, 10))
                .anyMatch(gone -> rig.stores.roomsOf(gone).isEmpty());
    }
}
