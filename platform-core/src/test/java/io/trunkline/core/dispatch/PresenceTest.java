package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.EventIds;
import io.trunkline.core.publish.OnlyOnce;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.publish.PresenceSweep;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryClaimStore;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryHistoryStore;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.RecordedDelivery;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a room is told of who comes and goes, and who may ask. */
class PresenceTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final RoomName DESK = RoomName.parse("desk:front");
    private static final ConnectionId PHONE = new ConnectionId("phone=");
    private static final ConnectionId TABLET = new ConnectionId("tablet=");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");

    private final TestClock clock = new TestClock(START);
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final ObservedStores stores = new ObservedStores();
    private final RecordedDelivery delivery = new RecordedDelivery(DeliveryReceipt.NONE);
    private final InMemoryHistoryStore histories = new InMemoryHistoryStore();
    private final RoomPolicy policy = new RoomPolicy(new InMemoryGrantStore());
    private final InMemoryPresenceStore store = new InMemoryPresenceStore();
    private final RoomPresence presence = new RoomPresence(registry, store);
    private final PresenceAnnouncer announcer = new PresenceAnnouncer(delivery);
    private final PresenceSweep sweep = new PresenceSweep(registry, store, announcer, clock);
    private final EventIds ids = new EventIds(clock, new Random(1));
    private final UsageLimits limits = new UsageLimits(new LocalRateLimiter(), new LocalRateLimiter(), clock);
    private final Revocations revocations = new Revocations(new InMemoryRevocationStore(), clock);
    private final ActionDispatcher dispatcher = new ActionDispatcher(
            registry,
            stores,
            limits,
            policy,
            new Publisher(
                    registry,
                    limits,
                    policy,
                    histories,
                    delivery,
                    new OnlyOnce(new InMemoryClaimStore(), ids, _ -> {}, clock),
                    ids,
                    EventHook.NONE,
                    clock),
            histories,
            new TokenLife(
                    registry,
                    _ -> new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "nobody refreshes here"),
                    stores,
                    revocations,
                    clock),
            presence,
            new PresenceAnnouncer(delivery),
            clock);
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(registry, stores, clock)
            .revocations(revocations)
            .presence(presence)
            .announcer(announcer)
            .build();

    @Test
    void theFirstDeviceIsAnnouncedAndTheSecondIsNot() {
        subscribe(PHONE, Wizz.driver(), DESK);
        subscribe(TABLET, Wizz.driver(), DESK);
        subscribe(PHONE, Wizz.driver(), DESK);

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined");
        assertThat(delivery.lastChange().at()).isEqualTo(START);
        assertThat(delivery.lastChange().room()).isEqualTo("desk:front");
    }

    @Test
    void everyoneInTheRoomIsListedOnceWithTheirDevices() {
        subscribe(PHONE, Wizz.driver(), DESK);
        subscribe(TABLET, Wizz.driver(), DESK);
        subscribe(new ConnectionId("till="), Wizz.merchant(), DESK);

        JsonNode data = ((ServerEvent.Reply) ask(DESK, Wizz.customer())).data();

        assertThat(data.path("entities"))
                .extracting(entity -> entity.path("entity").asText() + " "
                        + entity.path("devices").asInt())
                .containsExactlyInAnyOrder("driver/d-7 2", "merchant/m-42 1");
        assertThat(data.has("next")).isFalse();
    }

    @Test
    void aFlappingConnectionSaysNothingAndALeavingThatLastsIsSaidOnce() {
        subscribe(PHONE, Wizz.driver(), DESK);
        for (int i = 0; i < 5; i++) {
            unsubscribe(PHONE, Wizz.driver(), DESK);
            clock.advance(Wizz.GRACE.minusSeconds(1));
            sweep();
            subscribe(PHONE, Wizz.driver(), DESK);
        }
        unsubscribe(PHONE, Wizz.driver(), DESK);
        Instant left = clock.instant();
        clock.advance(Wizz.GRACE.plusSeconds(1));
        sweep();
        sweep();

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
        assertThat(delivery.lastChange().at()).isEqualTo(left);
        assertThat(store.reminders()).isPositive();
        clock.advance(Duration.ofHours(3));
        sweep();
        assertThat(store.reminders()).isZero();
    }

    @Test
    void aDisconnectTakesPresenceAway() {
        open(PHONE);
        subscribe(PHONE, Wizz.driver(), DESK);

        lifecycle.closed(PHONE, clock.instant());
        clock.advance(Wizz.GRACE.plusSeconds(1));
        sweep();

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
    }

    @Test
    void aDisconnectThatNeverCameIsFoundWhenTheConnectionMustHaveEnded() {
        subscribe(PHONE, Wizz.driver(), DESK);
        clock.advance(Duration.ofHours(3));
        sweep();

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
    }

    @Test
    void aRoomThatDoesNotAskForEventsIsListedAndTold() {
        RoomName floor = RoomName.parse("floor:1");
        subscribe(PHONE, Wizz.driver(), floor);
        assertThat(((ServerEvent.Reply) ask(floor, Wizz.driver())).data().path("entities"))
                .hasSize(1);
        unsubscribe(PHONE, Wizz.driver(), floor);
        clock.advance(Wizz.GRACE.plusSeconds(1));

        assertThat(sweep().left()).isEqualTo(1);
        assertThat(delivery.changes()).isEmpty();
    }

    @Test
    void whoMayNotJoinMayNotAskAndARoomWithoutPresenceSaysSo() {
        assertThat(code(ask(RoomName.parse("order:o-9"), Wizz.driver()))).isEqualTo(RejectionCode.JOIN_REFUSED);
        assertThat(code(ask(RoomName.parse("news:today"), Wizz.driver()))).isEqualTo(RejectionCode.NO_PRESENCE);
        assertThat(code(ask(RoomName.parse("all"), Wizz.driver()))).isEqualTo(RejectionCode.NO_PRESENCE);
    }

    @Test
    void aJoinThatCannotBeAnnouncedIsAJoinAllTheSame() {
        delivery.fail(true);

        subscribe(PHONE, Wizz.driver(), DESK);

        assertThat(((ServerEvent.Reply) ask(DESK, Wizz.driver())).data().path("entities"))
                .hasSize(1);
    }

    @Test
    void aLeavingThatCannotBeAnnouncedIsTriedAgain() {
        subscribe(PHONE, Wizz.driver(), DESK);
        unsubscribe(PHONE, Wizz.driver(), DESK);
        clock.advance(Wizz.GRACE.plusSeconds(1));
        delivery.fail(true);
        assertThat(sweep().failed()).isEqualTo(1);
        delivery.fail(false);
        clock.advance(Duration.ofMinutes(3));

        assertThat(sweep().announced()).isEqualTo(1);
        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
    }

    @Test
    void aSweepWithoutTimeLeavesTheRestToTheNext() {
        subscribe(PHONE, Wizz.driver(), DESK);
        unsubscribe(PHONE, Wizz.driver(), DESK);
        clock.advance(Wizz.GRACE.plusSeconds(1));

        assertThat(sweep.run(Deadline.in(Duration.ofMillis(10), clock)).finished())
                .isFalse();
        assertThat(sweep()).isEqualTo(new PresenceSweep.Outcome(1, 1, 0, 0, true));
    }

    @Test
    void aConnectionThatNobodyKnowsMuchOfIsTakenOutByItsIdAlone() {
        open(PHONE);
        subscribe(PHONE, Wizz.driver(), DESK);
        // as after a function that died between the row and the rooms
        stores.connections.remove(PHONE, clock.instant());

        new ConnectionCleanup(registry, stores, stores, new TenantConnectionLimit(stores), presence)
                .prune(PHONE, new RoomShard(new RoomKey(Wizz.ID, RoomName.parse("all")), 0), clock.instant());
        clock.advance(Wizz.GRACE.plusSeconds(1));
        sweep();

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
    }

    @Test
    void aRoomThatIsJoinedByConnectingKeepsPresenceFromTheConnectOn() {
        registry.put(Wizz.whereBranchesKeepPresence());
        open(PHONE);
        open(TABLET);
        lifecycle.closed(PHONE, clock.instant());
        lifecycle.closed(TABLET, clock.instant());
        clock.advance(Wizz.GRACE.plusSeconds(1));
        sweep();

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
        assertThat(delivery.lastChange().room()).isEqualTo("branch:b-1");
    }

    @Test
    void aConnectThatFailsLeavesNobodyBehind() {
        registry.put(Wizz.whereBranchesKeepPresence());
        stores.fail("save");

        assertThatThrownBy(() -> open(PHONE)).isInstanceOf(IllegalStateException.class);
        clock.advance(Wizz.GRACE.plusSeconds(1));
        sweep();

        assertThat(delivery.changes()).containsExactly("driver/d-7 joined", "driver/d-7 left");
    }

    private void open(ConnectionId connection) {
        assertThat(lifecycle.opened(
                        connection,
                        principal(Wizz.driver()),
                        ENDPOINT,
                        V1Dialect.ID,
                        Optional.empty(),
                        clock.instant(),
                        Deadline.in(Duration.ofSeconds(5), clock)))
                .isEqualTo(new OpenOutcome.Opened());
    }

    private PresenceSweep.Outcome sweep() {
        return sweep.run(Deadline.in(Duration.ofSeconds(30), clock));
    }

    private void subscribe(ConnectionId connection, Identity identity, RoomName room) {
        assertThat(dispatch(new ClientAction.Subscribe(Optional.empty(), room, Optional.empty()), connection, identity))
                .isInstanceOf(ServerEvent.Reply.class);
    }

    private void unsubscribe(ConnectionId connection, Identity identity, RoomName room) {
        assertThat(dispatch(new ClientAction.Unsubscribe(Optional.empty(), room), connection, identity))
                .isInstanceOf(ServerEvent.Reply.class);
    }

    private ServerEvent ask(RoomName room, Identity identity) {
        return dispatch(new ClientAction.Presence(Optional.empty(), room, Optional.empty()), PHONE, identity);
    }

    private ServerEvent dispatch(ClientAction action, ConnectionId connection, Identity identity) {
        return dispatcher.dispatch(
                action,
                new ActionContext(
                        connection,
                        principal(identity),
                        ENDPOINT,
                        V1Dialect.ID,
                        START,
                        Deadline.in(Duration.ofSeconds(5), clock)));
    }

    private static Principal principal(Identity identity) {
        return new Principal(identity, Optional.empty(), Optional.empty(), START.plus(Duration.ofHours(4)));
    }

    private static RejectionCode code(ServerEvent answer) {
        return ((ServerEvent.Refused) answer).rejection().code();
    }
}
