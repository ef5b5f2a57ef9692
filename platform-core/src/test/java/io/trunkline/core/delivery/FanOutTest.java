package io.trunkline.core.delivery;

import static io.trunkline.core.delivery.FanOutRig.BRANCH;
import static io.trunkline.core.delivery.FanOutRig.HOME;
import static io.trunkline.core.delivery.FanOutRig.LEGACY;
import static io.trunkline.core.delivery.FanOutRig.ORDER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.delivery.ScriptedGateway.Post;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who gets an event, and who does not. */
@Timeout(60)
final class FanOutTest {
    private static final Instant OLD = VirtualTime.START.minusSeconds(300);

    private final FanOutRig rig = new FanOutRig();

    @Test
    void nobodyIsReachedInAnEmptyRoom() {
        assertThat(rig.deliver(ORDER)).isEqualTo(DeliveryReceipt.NONE);
        assertThat(rig.deliver()).isEqualTo(DeliveryReceipt.NONE);
    }

    @Test
    void everyoneInTheRoomGetsTheEventAndNobodyElse() {
        List<ConnectionId> members = rig.joinAll(5, ORDER);
        rig.join(77, BRANCH);

        assertThat(rig.deliver(ORDER)).isEqualTo(delivered(5));
        assertThat(rig.reached()).containsExactlyElementsOf(members);
    }

    @Test
    void aSmallRoomCostsOneQuery() {
        rig.joinAll(5, ORDER);
        rig.deliver(ORDER);
        assertThat(rig.stores.pages()).isEqualTo(1);
    }

    @Test
    void aConnectionInSeveralRoomsGetsTheEventOnce() {
        ConnectionId both = rig.join(1, ORDER, BRANCH);
        ConnectionId one = rig.join(2, BRANCH);

        assertThat(rig.deliver(ORDER, BRANCH, ORDER)).isEqualTo(delivered(2));
        assertThat(rig.reached()).containsExactly(both, one);
    }

    @Test
    void eachConnectionIsPostedToAtItsOwnEndpointInItsOwnDialect() {
        ConnectionId home = rig.join(1, ORDER);
        ConnectionId legacy = rig.join(2, LEGACY, "wordy", OLD, ORDER);

        rig.deliver(ORDER);

        assertThat(rig.gateway.delivered())
                .extracting(Post::connection, Post::endpoint, Post::frame)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(home, HOME, "plain order.ready"),
                        org.assertj.core.groups.Tuple.tuple(legacy, LEGACY, "wordy order.readyüüüüüüüüüü"));
    }

    @Test
    void theEventIsEncodedOncePerDialectThatSomeoneSpeaks() {
        for (int i = 0; i < 20; i++) {
            rig.join(i, HOME, i % 2 == 0 ? "plain" : "wordy", OLD, ORDER, BRANCH);
        }

        assertThat(rig.deliver(ORDER, BRANCH)).isEqualTo(delivered(20));
        assertThat(rig.plain.encoded()).isEqualTo(1);
        assertThat(rig.wordy.encoded()).isEqualTo(1);
        assertThat(rig.huge.encoded()).isZero();
    }

    @Test
    void anEventTooLargeInOneDialectFailsThereWithoutAPost() {
        ConnectionId large = rig.join(1, HOME, "huge", OLD, ORDER);
        rig.join(2, ORDER);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(1, 0, 0, 1, false));
        assertThat(rig.gateway.posts(large)).isEmpty();
    }

    @Test
    void aDialectMaySayAnEventInSeveralFramesThatArriveInOrderAndCountOnce() {
        ConnectionId twice = rig.join(1, HOME, "double", OLD, ORDER);

        assertThat(rig.deliver(ORDER)).isEqualTo(delivered(1));
        assertThat(rig.gateway.posts(twice))
                .extracting(Post::frame)
                .containsExactly("double order.ready", "double order.ready1");
    }

    @Test
    void aDialectWithoutAWordForAnEventSaysNothing() {
        ConnectionId silent = rig.join(1, HOME, "silent", OLD, ORDER);
        rig.join(2, ORDER);

        assertThat(rig.deliver(ORDER)).isEqualTo(delivered(1));
        assertThat(rig.gateway.posts(silent)).isEmpty();
    }

    @Test
    void aDialectThatThisBuildDoesNotSpeakFailsItsOwnConnectionsOnly() {
        rig.join(1, HOME, "forgotten", OLD, ORDER);
        rig.join(2, ORDER);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(1, 0, 0, 1, false));
    }

    @Test
    void pagesAreFollowedToTheirEnd() {
        List<ConnectionId> members = rig.joinAll(25, ORDER);

        assertThat(rig.deliver(FanOutOptions.DEFAULTS.withPageSize(10), rig.deadline()))
                .isEqualTo(delivered(25));
        assertThat(rig.reached()).containsExactlyElementsOf(members);
        assertThat(rig.stores.pages()).isEqualTo(3);
    }

    @Test
    void anEmptyPageWithANextIsFollowed() {
        List<ConnectionId> members = rig.joinAll(3, ORDER);
        rig.stores.startWithAnEmptyPage(ORDER);

        assertThat(rig.deliver(ORDER)).isEqualTo(delivered(3));
        assertThat(rig.reached()).containsExactlyElementsOf(members);
    }

    @Test
    void theExpiredAreNotPostedTo() {
        ConnectionId live = rig.join(1, ORDER);
        rig.join(2, HOME, "plain", VirtualTime.START.minus(ConnectionLifetime.EXPIRES_AFTER), ORDER);

        assertThat(rig.deliver(ORDER)).isEqualTo(delivered(1));
        assertThat(rig.reached()).containsExactly(live);
    }

    @Test
    void oneThatExpiresAfterItsPageWasReadIsNotPostedTo() {
        ConnectionId live = rig.join(1, ORDER);
        Instant almostOver =
                VirtualTime.START.minus(ConnectionLifetime.EXPIRES_AFTER).plusMillis(50);
        rig.join(2, HOME, "plain", almostOver, ORDER);
        // the clock moves on between the read and the posts
        rig.stores.onPage(_ -> rig.time.reach(VirtualTime.START.plusMillis(100)));

        assertThat(rig.deliver(FanOutOptions.DEFAULTS.withParallelPosts(1), rig.deadline()))
                .isEqualTo(delivered(1));
        assertThat(rig.reached()).containsExactly(live);
    }

    @Test
    void anEndpointThatRefusesDoesNotFailTheOthers() {
        for (int i = 0; i < 200; i++) {
            rig.join(i, LEGACY, "plain", OLD, ORDER);
        }
        for (int i = 200; i < 250; i++) {
            rig.join(i, ORDER);
        }
        rig.gateway.answersAt(LEGACY, Answer.FORBIDDEN);

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(50, 0, 0, 200, false));
    }

    @Test
    void anEndpointThatHangsIsGivenUpBeforeItHasUsedTheOthersTime() {
        for (int i = 0; i < 200; i++) {
            rig.join(i, LEGACY, "plain", OLD, ORDER);
        }
        for (int i = 200; i < 250; i++) {
            rig.join(i, ORDER);
        }
        rig.gateway.answersAt(LEGACY, Answer.SILENT);

        // virtual time-outs pass one after another, so more time is given than they would take side by side
        assertThat(rig.deliver(FanOutOptions.DEFAULTS, Deadline.in(Duration.ofHours(1), rig.time)))
                .isEqualTo(new DeliveryReceipt(50, 0, 0, 200, false));
        assertThat(rig.gateway.posts()).hasSizeLessThan(50 + 200);
    }

    @Test
    void aGatewayThatThrowsFailsThatConnectionOnly() {
        List<ConnectionId> members = rig.joinAll(3, ORDER);
        rig.gateway.during(connection -> {
            if (connection.equals(members.get(1))) {
                throw new IllegalStateException("a fault in the adapter");
            }
        });

        assertThat(rig.deliver(ORDER)).isEqualTo(new DeliveryReceipt(2, 0, 0, 1, false));
    }

    @Test
    void aRoomThatCannotBeReadCountsAsUnreachedAndTheOthersAreServed() {
        rig.join(1, ORDER);
        rig.join(2, BRANCH);
        rig.stores.breakReads(ORDER);

        assertThat(rig.deliver(ORDER, BRANCH)).isEqualTo(new DeliveryReceipt(1, 0, 0, 0, true));
    }

    @Test
    void aStoreThatFailsBeforeAnythingWasPostedIsAFault() {
        rig.join(1, ORDER);
        rig.stores.breakReads(ORDER);

        assertThatThrownBy(() -> rig.deliver(ORDER)).hasMessage("the table does not answer");
    }

    private static DeliveryReceipt delivered(int count) {
        return new DeliveryReceipt(count, 0, 0, 0, false);
    }
}
