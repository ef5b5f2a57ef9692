package io.trunkline.core.delivery;

import static io.trunkline.core.delivery.FanOutRig.EVENT;
import static io.trunkline.core.delivery.FanOutRig.ORDER;
import static io.trunkline.core.delivery.FanOutRig.id;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.testing.InMemoryFanOutQueue;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What a fan-out leaves to the queue, and how it is gone on with. */
class QueuedFanOutTest {
    private static final int IN_PROCESS = 100;
    private static final int PER_MESSAGE = 150;

    private final FanOutRig rig = new FanOutRig();
    private final InMemoryFanOutQueue queue = new InMemoryFanOutQueue();
    private final FanOut fanOut = fanOut();

    private FanOut fanOut() {
        return rig.queued(FanOutOptions.DEFAULTS.withPageSize(40), new HandOver(queue, IN_PROCESS, PER_MESSAGE));
    }

    private DeliveryReceipt deliver(RoomShard... shards) {
        return fanOut.deliver(List.of(shards), EVENT, rig.deadline());
    }

    /** Works the queue off, as the fan-out function does. */
    private int workOff() {
        int messages = 0;
        for (Optional<FanOutTask> task = queue.poll(); task.isPresent(); task = queue.poll()) {
            assertThat(fanOut.resume(task.get(), rig.deadline()).done()).isTrue();
            messages++;
        }
        return messages;
    }

    private static List<ConnectionId> ids(int count) {
        return IntStream.range(0, count).mapToObj(FanOutRig::id).toList();
    }

    @Test
    void aSmallRoomIsPostedToAtOnceAndTheQueueSeesNothing() {
        rig.joinAll(IN_PROCESS, ORDER);

        assertThat(deliver(ORDER)).isEqualTo(new DeliveryReceipt(IN_PROCESS, 0, 0, 0, false));
        assertThat(queue.size()).isZero();
    }

    @Test
    void whatALargeRoomHoldsBeyondTheThresholdIsServedFromTheQueueOnce() {
        rig.joinAll(1000, ORDER);

        assertThat(deliver(ORDER)).isEqualTo(new DeliveryReceipt(IN_PROCESS, 0, 0, 0, 1, false));
        assertThat(workOff()).isEqualTo(6);
        assertThat(rig.reached()).containsExactlyElementsOf(ids(1000));
    }

    @Test
    void eachShardIsAMessageOfItsOwn() {
        for (int shard = 0; shard < 4; shard++) {
            for (int i = 0; i < 200; i++) {
                rig.join(shard * 200 + i, new RoomShard(ORDER.room(), shard));
            }
        }
        List<RoomShard> shards = IntStream.range(0, 4)
                .mapToObj(shard -> new RoomShard(ORDER.room(), shard))
                .toList();

        assertThat(fanOut.deliver(shards, EVENT, rig.deadline()).queued()).isEqualTo(4);
        assertThat(queue.size()).isEqualTo(4);
        workOff();
        assertThat(rig.reached()).containsExactlyElementsOf(ids(800));
    }

    @Test
    void aQueueThatIsOutOfOrderLeavesNobodyOut() {
        rig.joinAll(300, ORDER);
        queue.breakDown(true);

        assertThat(deliver(ORDER)).isEqualTo(new DeliveryReceipt(300, 0, 0, 0, false));
        assertThat(rig.reached()).containsExactlyElementsOf(ids(300));
    }

    @Test
    void whatTheDeadlineCutsOffIsSaidToBeUnreachedWhereTheQueueIsOutOfOrderToo() {
        rig.joinAll(300, ORDER);
        rig.gateway.costs(Duration.ofSeconds(1));
        queue.breakDown(true);
        FanOut one = rig.queued(
                FanOutOptions.DEFAULTS.withPageSize(40).withParallelPosts(1),
                new HandOver(queue, IN_PROCESS, PER_MESSAGE));

        DeliveryReceipt receipt = one.deliver(List.of(ORDER), EVENT, rig.deadline());

        assertThat(receipt.unreached()).isTrue();
        assertThat(receipt.queued()).isZero();
    }

    @Test
    void whatTheDeadlineCutsOffGoesToTheQueue() {
        rig.joinAll(80, ORDER);
        rig.gateway.costs(Duration.ofSeconds(1));
        FanOut one = rig.queued(
                FanOutOptions.DEFAULTS.withPageSize(40).withParallelPosts(1),
                new HandOver(queue, IN_PROCESS, PER_MESSAGE));

        DeliveryReceipt receipt = one.deliver(List.of(ORDER), EVENT, rig.deadline());

        assertThat(receipt.unreached()).isFalse();
        assertThat(receipt.queued()).isPositive();
        assertThat(receipt.failed()).isZero();
        rig.gateway.costs(Duration.ZERO);
        workOff();
        assertThat(rig.reached()).containsAll(ids(80));
    }

    @Test
    void aRetryResendsOnlyWhatFailed() {
        rig.joinAll(50, ORDER);
        rig.gateway.answers(id(7), Answer.THROTTLED);
        rig.gateway.answers(id(9), Answer.BROKEN);

        assertThat(deliver(ORDER)).isEqualTo(new DeliveryReceipt(48, 0, 0, 0, 2, false));
        assertThat(queue.delays()).containsOnly(Duration.ofSeconds(5));
        rig.gateway.answers(id(7), Answer.HELD);
        rig.gateway.answers(id(9), Answer.HELD);
        assertThat(workOff()).isEqualTo(1);
        assertThat(rig.reached()).containsExactlyElementsOf(ids(50));
        assertThat(rig.gateway.posts(id(1))).hasSize(1);
    }

    @Test
    void whatFailsForGoodIsNotTriedAgain() {
        rig.joinAll(3, ORDER);
        rig.gateway.answers(id(1), Answer.FORBIDDEN);

        assertThat(deliver(ORDER)).isEqualTo(new DeliveryReceipt(2, 0, 0, 1, false));
        assertThat(queue.size()).isZero();
    }

    @Test
    void whoeverIsNeverReachedEndsAmongTheDeadLetters() {
        rig.joinAll(2, ORDER);
        rig.gateway.answers(id(1), Answer.THROTTLED);

        deliver(ORDER);
        assertThat(workOff()).isEqualTo(5);
        assertThat(queue.buried()).hasSize(1).allSatisfy(task -> assertThat(task.weight())
                .isEqualTo(1));
        assertThat(rig.gateway.delivered()).hasSize(1);
    }

    @Test
    void aPieceWhoseRestNoQueueTakesComesAgainFromItsOwnCursor() {
        rig.joinAll(600, ORDER);
        deliver(ORDER);
        FanOutTask task = queue.poll().orElseThrow();
        queue.breakDown(true);

        assertThat(fanOut.resume(task, rig.deadline()).done()).isFalse();

        queue.breakDown(false);
        assertThat(fanOut.resume(task, rig.deadline()).done()).isTrue();
        workOff();
        assertThat(rig.reached()).containsAll(ids(600));
    }

    @Test
    void aConnectionThatLeftMeanwhileIsNotPostedTo() {
        rig.joinAll(1, ORDER);
        rig.gateway.answers(id(0), Answer.THROTTLED);
        deliver(ORDER);
        int before = rig.gateway.posts().size();
        rig.time.reach(rig.time.instant().plus(Duration.ofHours(3)));

        assertThat(workOff()).isEqualTo(1);
        assertThat(rig.gateway.posts()).hasSize(before);
    }
}
