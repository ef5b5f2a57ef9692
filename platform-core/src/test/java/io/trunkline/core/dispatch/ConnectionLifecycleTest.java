package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.ToldHook;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConnectionLifecycleTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final ConnectionId A = new ConnectionId("a");
    private static final ConnectionId B = new ConnectionId("b");
    private static final ConnectionId C = new ConnectionId("c");
    private static final Principal PRINCIPAL =
            new Principal(Wizz.driver(), Optional.empty(), Optional.empty(), START.plusSeconds(3600));
    private static final OpenOutcome OPENED = new OpenOutcome.Opened();
    private static final OpenOutcome TOO_MANY =
            new OpenOutcome.TurnedAway(Rejection.of(RejectionCode.TOO_MANY_CONNECTIONS));
    private static final Tenant LIMITED_TENANT = Wizz.limited(OptionalInt.of(10), OptionalInt.empty());

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final ObservedStores stores = new ObservedStores();
    private final AskedGateway gateway = new AskedGateway();
    private final InMemoryRevocationStore revoked = new InMemoryRevocationStore();
    private final ToldHook hook = new ToldHook();
    private final Revocations revocations = new Revocations(revoked, clock);
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(registry, stores, clock)
            .gateway(gateway)
            .revocations(revocations)
            .hook(hook)
            .build();

    @Test
    void anOpenedConnectionIsStoredAndInItsAutomaticRoomsByOneBatchAndOneWrite() {
        assertThat(open(A)).isEqualTo(OPENED);

        assertThat(stores.calls()).containsExactly("join", "save");
        assertThat(stores.connections.find(A, now))
                .contains(new Connection(
                        A,
                        PRINCIPAL,
                        ENDPOINT,
                        "trunkline.v1",
                        Optional.of("android"),
                        now,
                        ConnectionLifetime.expiresAt(now)));
        assertThat(roomsOf(A))
                .containsExactlyInAnyOrder(
                        "user:u-7",
                        "entity:driver/d-7",
                        "type:driver",
                        "branch:b-1",
                        "app:drivers",
                        "all",
                        "in:branch/3/b-1/type:driver",
                        "in:branch/3/b-1/entity:driver/d-7");
    }

    @Test
    void theHookIsToldOfEachConnectionOnceOpenedAndOnceClosed() {
        open(A);
        Instant opened = now;
        assertThat(hook.told())
                .containsExactly(new HookEvent.OfConnection(Wizz.ID, "a", "wizz/drivers", "driver/d-7", false, opened));

        now = now.plusSeconds(60);
        lifecycle.closed(A, now);
        lifecycle.closed(A, now);
        assertThat(hook.told())
                .containsExactly(
                        new HookEvent.OfConnection(Wizz.ID, "a", "wizz/drivers", "driver/d-7", false, opened),
                        new HookEvent.OfConnection(Wizz.ID, "a", "wizz/drivers", "driver/d-7", true, now));
    }

    @Test
    void theHookIsNotToldOfWhoWasTurnedAway() {
        registry.put(Wizz.suspended());
        open(A);
        lifecycle.closed(A, now);
        assertThat(hook.told()).isEmpty();
    }

    @Test
    void aShardedRoomIsJoinedInOneOfItsShardsAndLeftThere() {
        registry.put(Wizz.sharded(Map.of("all", 100)));
        open(A);

        RoomShard all = RoomShard.of(new RoomKey(Wizz.ID, new RoomName.All()), "a", 100);
        assertThat(stores.subscriptions.roomsOf(A)).contains(all);

        lifecycle.closed(A, now);
        assertThat(stores.subscriptions.roomsOf(A)).isEmpty();
    }

    @Test
    void aSuspendedOrUnknownTenantIsTurnedAwayBeforeAnythingIsWritten() {
        OpenOutcome forbidden = new OpenOutcome.TurnedAway(Rejection.of(RejectionCode.FORBIDDEN_TENANT));

        registry.put(Wizz.suspended());
        assertThat(open(A)).isEqualTo(forbidden);

        registry.remove(Wizz.ID);
        assertThat(open(A)).isEqualTo(forbidden);
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void aClosedConnectionLeavesNothingAndCostsNoMoreThanItMust() {
        open(A);
        RoomShard order = new RoomShard(new RoomKey(Wizz.ID, new RoomName.Topic("order", "o-9")), 0);
        stores.subscriptions.join(
                List.of(new Subscription(order, A, ENDPOINT, "trunkline.v1", ConnectionLifetime.expiresAt(now))));
        stores.forgetCalls();

        lifecycle.closed(A, now);

        assertThat(stores.calls()).containsExactly("remove", "roomsOf", "leave");
        assertThat(nothingIsLeftOf(A)).isTrue();
    }

    @Test
    void theAutomaticRoomsAreLeftEvenWhereTheIndexDoesNotShowThemYet() {
        stores.letTheIndexTrail();
        open(A);

        lifecycle.closed(A, now);

        assertThat(nothingIsLeftOf(A)).isTrue();
    }

    @Test
    void closingOneThatIsNotThereDoesNothingElse() {
        lifecycle.closed(A, now);

        assertThat(stores.calls()).containsExactly("remove");
    }

    @Test
    void aTokenThatWasRevokedSinceItWasVerifiedIsTurnedAwayAndLeavesNothing() {
        registry.put(LIMITED_TENANT);
        revoked.add(
                List.of(new Revocation(
                        Wizz.ID,
                        new RevokedSubject.Members(new RoomName.User("u-7")),
                        Optional.empty(),
                        now.plusSeconds(60))),
                now);

        assertThat(open(A)).isEqualTo(new OpenOutcome.TurnedAway(Rejection.of(RejectionCode.UNAUTHORIZED)));

        assertThat(nothingIsLeftOf(A)).isTrue();
        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    @Test
    void whereTheListOfRevocationsCannotBeReadNobodyConnects() {
        registry.put(LIMITED_TENANT);
        revoked.breakReads();

        assertThatThrownBy(() -> open(A)).hasMessageContaining("cannot be read");

        assertThat(nothingIsLeftOf(A)).isTrue();
        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    @Test
    void aConnectionOfATenantThatIsNoLongerRegisteredLeavesWhatTheIndexShows() {
        open(A);
        registry.remove(Wizz.ID);

        lifecycle.closed(A, now);

        assertThat(nothingIsLeftOf(A)).isTrue();
    }

    @Test
    void aConnectThatItsDisconnectOvertookLeavesNothing() {
        registry.put(LIMITED_TENANT);
        lifecycle.closed(A, now);

        assertThat(open(A)).isEqualTo(new OpenOutcome.Overtaken());

        assertThat(nothingIsLeftOf(A)).isTrue();
        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    /** Each of the two makes at most three calls of the tables that both write. */
    static List<List<Boolean>> orders() {
        List<List<Boolean>> orders = new ArrayList<>();
        for (int bits = 0; bits < 1 << 6; bits++) {
            if (Integer.bitCount(bits) == 3) {
                List<Boolean> order = new ArrayList<>();
                for (int turn = 0; turn < 6; turn++) {
                    order.add((bits >> turn & 1) == 1);
                }
                orders.add(order);
            }
        }
        return orders;
    }

    @ParameterizedTest
    @MethodSource("orders")
    void noOrderOfConnectAndDisconnectLeavesAGhost(List<Boolean> order) {
        registry.put(LIMITED_TENANT);
        stores.letTheIndexTrail();
        TurnTaking turns = new TurnTaking();
        stores.before(call -> {
            if (!call.equals("opened") && !call.equals("closed")) {
                turns.pause();
            }
        });

        turns.run(() -> open(A), () -> lifecycle.closed(A, now), order);

        assertThat(nothingIsLeftOf(A)).isTrue();
        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "save"})
    void aStoreThatFailsLeavesNothingBehind(String call) {
        registry.put(LIMITED_TENANT);
        stores.fail(call);

        assertThatThrownBy(() -> open(A)).hasMessageContaining(call);

        assertThat(nothingIsLeftOf(A)).isTrue();
        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"join", "save"})
    void aWriteWhoseAnswerIsLostLeavesNothingBehind(String call) {
        registry.put(LIMITED_TENANT);
        stores.failLate(call);

        assertThatThrownBy(() -> open(A)).hasMessageContaining(call);

        assertThat(nothingIsLeftOf(A)).isTrue();
        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    @Test
    void aCleanUpThatFailsAsWellDoesNotHideTheFirstFault() {
        registry.put(LIMITED_TENANT);
        stores.fail("save");
        stores.fail("leave");

        assertThatThrownBy(() -> open(A))
                .hasMessageContaining("save")
                .satisfies(fault -> assertThat(fault.getSuppressed()).hasSize(1));

        assertThat(stores.counter.count(Wizz.ID)).isZero();
    }

    @Test
    void theTenantsLimitTurnsAwayAndIsFreedByAClose() {
        registry.put(Wizz.limited(OptionalInt.of(2), OptionalInt.empty()));
        assertThat(open(A)).isEqualTo(OPENED);
        assertThat(open(B)).isEqualTo(OPENED);

        assertThat(open(C)).isEqualTo(TOO_MANY);
        assertThat(nothingIsLeftOf(C)).isTrue();

        lifecycle.closed(A, now);
        lifecycle.closed(A, now);
        assertThat(open(C)).isEqualTo(OPENED);
        assertThat(stores.counter.count(Wizz.ID)).isEqualTo(2);
    }

    @Test
    void belowTheUsersLimitOneQueryIsAllItCosts() {
        registry.put(Wizz.limited(OptionalInt.empty(), OptionalInt.of(2)));
        open(A);
        stores.forgetCalls();

        assertThat(open(B)).isEqualTo(OPENED);
        assertThat(stores.calls()).containsExactly("page", "join", "save");
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void atTheUsersLimitLiveConnectionsTurnAnotherAway() {
        openTwoOfTwoAndWait();

        assertThat(open(C)).isEqualTo(TOO_MANY);

        assertThat(gateway.asked()).containsExactly(A, B);
        assertThat(gateway.timeouts()).allMatch(timeout -> timeout.compareTo(Duration.ofSeconds(1)) <= 0);
        assertThat(nothingIsLeftOf(C)).isTrue();
        assertThat(stores.calls()).doesNotContain("remove");
    }

    @Test
    void atTheUsersLimitAGhostMakesRoomAndIsRemoved() {
        openTwoOfTwoAndWait();
        gateway.vanish(B);

        assertThat(open(C)).isEqualTo(OPENED);

        assertThat(nothingIsLeftOf(B)).isTrue();
        assertThat(stores.connections.find(A, now)).isPresent();
        assertThat(stores.counter.count(Wizz.ID)).isEqualTo(2);
    }

    @Test
    void atTheUsersLimitOnlyTheOldestFewAreAskedAbout() {
        registry.put(Wizz.limited(OptionalInt.empty(), OptionalInt.of(8)));
        // the ids, by which a room's members are read, are in another order than the ages
        for (String id : List.of("h", "a", "g", "b", "f", "c", "e", "d")) {
            open(new ConnectionId(id));
            now = now.plus(Duration.ofMinutes(1));
        }

        assertThat(open(new ConnectionId("joining"))).isEqualTo(TOO_MANY);

        assertThat(gateway.asked()).extracting(ConnectionId::value).containsExactly("h", "a", "g", "b", "f");
    }

    @Test
    void ghostsMakeNoMoreRoomThanThereIsBeyondThoseThatWereAskedAbout() {
        registry.put(Wizz.tenant());
        for (int i = 0; i < 12; i++) {
            ConnectionId ghost = new ConnectionId("c" + (char) ('a' + i));
            open(ghost);
            gateway.vanish(ghost);
        }
        registry.put(Wizz.limited(OptionalInt.empty(), OptionalInt.of(2)));
        now = now.plus(Duration.ofMinutes(5));

        // each try removes five of the twelve, of which one may stay
        assertThat(open(B)).isEqualTo(TOO_MANY);
        assertThat(open(B)).isEqualTo(TOO_MANY);
        assertThat(open(B)).isEqualTo(OPENED);
        assertThat(gateway.asked()).hasSize(11);
    }

    @Test
    void aGhostThatHasNoRowAnyMoreMakesRoomToo() {
        openTwoOfTwoAndWait();
        gateway.vanish(B);
        stores.connections.remove(B, now);

        assertThat(open(C)).isEqualTo(OPENED);
        assertThat(stores.subscriptions.roomsOf(B)).isEmpty();
    }

    @Test
    void aConnectionInItsHandshakeIsNoGhostAlthoughTheGatewayDeniesIt() {
        registry.put(Wizz.limited(OptionalInt.empty(), OptionalInt.of(1)));
        open(A);
        gateway.vanish(A);

        assertThat(open(B)).isEqualTo(TOO_MANY);
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void whoCannotBeAskedBeforeTheDeadlineCountsAsLive() {
        openTwoOfTwoAndWait();
        gateway.vanish(B);
        gateway.whileAsked(() -> now = now.plusSeconds(5));

        assertThat(open(C)).isEqualTo(TOO_MANY);
        assertThat(gateway.asked()).containsExactly(A);
    }

    @Test
    void expiredSubscriptionsDoNotCountAgainstTheUser() {
        openTwoOfTwoAndWait();
        now = now.plus(ConnectionLifetime.EXPIRES_AFTER);

        assertThat(open(C)).isEqualTo(OPENED);
        assertThat(gateway.asked()).isEmpty();
    }

    @Test
    void everyShardOfTheUsersRoomCounts() {
        Tenant sharded = Wizz.sharded(Map.of("user", 50));
        registry.put(new Tenant(
                sharded.id(),
                sharded.status(),
                sharded.catalog(),
                sharded.rooms(),
                sharded.automaticRoomShards(),
                sharded.apps(),
                Wizz.limited(OptionalInt.empty(), OptionalInt.of(2)).limits()));
        open(A);
        open(B);

        assertThat(open(C)).isEqualTo(TOO_MANY);
    }

    private void openTwoOfTwoAndWait() {
        registry.put(Wizz.limited(OptionalInt.of(10), OptionalInt.of(2)));
        assertThat(open(A)).isEqualTo(OPENED);
        assertThat(open(B)).isEqualTo(OPENED);
        now = now.plus(Duration.ofMinutes(5));
        stores.forgetCalls();
    }

    private OpenOutcome open(ConnectionId id) {
        return lifecycle.opened(
                id,
                PRINCIPAL,
                ENDPOINT,
                "trunkline.v1",
                Optional.of("android"),
                now,
                Deadline.in(Duration.ofSeconds(5), clock));
    }

    private List<String> roomsOf(ConnectionId id) {
        return stores.subscriptions.roomsOf(id).stream()
                .map(shard -> shard.room().name().toString())
                .toList();
    }

    private boolean nothingIsLeftOf(ConnectionId id) {
        return stores.connections.find(id, now).isEmpty()
                && stores.subscriptions.roomsOf(id).isEmpty();
    }
}
