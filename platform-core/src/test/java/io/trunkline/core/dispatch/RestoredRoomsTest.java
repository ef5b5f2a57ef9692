package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.App;
import io.trunkline.core.app.SessionRules;
import io.trunkline.core.app.Standing;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryKeptRooms;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client whose connection broke is back where it was, without asking. */
class RestoredRoomsTest {
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("api", "dev");
    private static final ConnectionId FIRST = new ConnectionId("first=");
    private static final ConnectionId SECOND = new ConnectionId("second=");
    private static final ConnectionId THIRD = new ConnectionId("third=");
    private static final RoomName.Topic ORDER = new RoomName.Topic("order", "o-9");
    private static final RoomName.Topic SHIFT = new RoomName.Topic("shift", "s-1");
    private static final Duration GRACE = Duration.ofSeconds(60);

    private Instant now = START;
    private final InstantSource clock = () -> now;
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(tenant(Optional.of(GRACE)));
    private final ObservedStores stores = new ObservedStores();
    private final InMemoryGrantStore grants = new InMemoryGrantStore();
    private final InMemoryKeptRooms kept = new InMemoryKeptRooms();
    private final RoomPresence presence = new RoomPresence(registry, new InMemoryPresenceStore());
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(registry, stores, clock)
            .presence(presence)
            .restored(new RestoredRooms(stores, stores, kept, new RoomPolicy(grants), _ -> {}, clock))
            .build();

    private static Tenant tenant(Optional<Duration> restore) {
        Tenant tenant = Wizz.tenant();
        App app = new App(
                Wizz.driver().app(),
                Set.of(Wizz.driver().entity().type()),
                "trunkline.v1",
                Set.of(),
                List.of(),
                new SessionRules(List.of(), false, restore));
        return new Tenant(
                tenant.id(),
                tenant.status(),
                tenant.catalog(),
                tenant.rooms(),
                Map.of(),
                Map.of(new AppId("drivers"), app),
                tenant.limits());
    }

    @BeforeEach
    void isInTwoRooms() {
        grants.grant(new RoomKey(Wizz.ID, ORDER), new Standing.Of(Wizz.driver().entity()));
        open(FIRST, "phone");
        join(FIRST, ORDER);
        join(FIRST, SHIFT);
    }

    @Test
    void theRoomsOfTheDeviceComeBackWithinTheGrace() {
        close(FIRST);
        now = START.plusSeconds(59);

        open(SECOND, "phone");

        assertThat(roomsOf(SECOND)).contains("order:o-9", "shift:s-1", "user:u-7");
    }

    @Test
    void nothingComesBackAfterTheGrace() {
        close(FIRST);
        now = START.plusSeconds(60);

        open(SECOND, "phone");

        assertThat(roomsOf(SECOND)).contains("user:u-7").doesNotContain("order:o-9", "shift:s-1");
    }

    @Test
    void anotherDeviceAndAnotherUserGetNothing() {
        close(FIRST);

        open(SECOND, "tablet");
        Identity colleague = new Identity(
                Wizz.driver().app(),
                "u-8",
                Wizz.driver().entity(),
                Set.of(),
                Wizz.driver().scopes());
        open(THIRD, colleague, "phone");

        assertThat(roomsOf(SECOND)).doesNotContain("order:o-9", "shift:s-1");
        assertThat(roomsOf(THIRD)).doesNotContain("order:o-9", "shift:s-1");
    }

    @Test
    void aConnectionWhoseEndNobodyKnowsOfCountsAsThatDevices() {
        open(SECOND, "phone");

        assertThat(roomsOf(SECOND)).contains("order:o-9", "shift:s-1");
    }

    @Test
    void aGrantThatWasTakenBackMeanwhileIsNoWayIn() {
        close(FIRST);
        grants.revoke(new RoomKey(Wizz.ID, ORDER), new Standing.Of(Wizz.driver().entity()));

        open(SECOND, "phone");

        assertThat(roomsOf(SECOND)).contains("shift:s-1").doesNotContain("order:o-9");
    }

    @Test
    void aRoomThatWasLeftAfterItCameBackStaysLeft() {
        close(FIRST);
        open(SECOND, "phone");
        stores.leave(SECOND, List.of(shard(SHIFT)));
        close(SECOND);

        open(THIRD, "phone");

        assertThat(roomsOf(THIRD)).contains("order:o-9").doesNotContain("shift:s-1");
    }

    @Test
    void anAppThatDoesNotAskForItPaysNothingAndGetsNothing() {
        registry.put(tenant(Optional.empty()));
        close(FIRST);
        stores.forgetCalls();

        open(SECOND, "phone");

        assertThat(stores.calls()).containsExactly("join", "save");
        assertThat(roomsOf(SECOND)).doesNotContain("order:o-9", "shift:s-1");
    }

    @Test
    void aPostThatFindsTheConnectionGoneKeepsItsRoomsToo() {
        ConnectionCleanup cleanup =
                new ConnectionCleanup(registry, stores, stores, new TenantConnectionLimit(stores), presence, kept);
        cleanup.prune(FIRST, shard(SHIFT), now);

        open(SECOND, "phone");

        assertThat(roomsOf(SECOND)).contains("order:o-9", "shift:s-1");
    }

    private void open(ConnectionId id, String device) {
        open(id, Wizz.driver(), device);
    }

    private void open(ConnectionId id, Identity identity, String device) {
        OpenOutcome outcome = lifecycle.opened(
                id,
                new Principal(identity, Optional.empty(), Optional.of(now), now.plusSeconds(3600)),
                ENDPOINT,
                "trunkline.v1",
                new Arrival(
                        Optional.empty(), Optional.of(device), Optional.of("Firefox"), SourceAddress.of("192.0.2.7")),
                now,
                Deadline.in(Duration.ofSeconds(29), clock));
        assertThat(outcome).isEqualTo(new OpenOutcome.Opened());
    }

    private void close(ConnectionId id) {
        lifecycle.closed(id, now);
    }

    private void join(ConnectionId id, RoomName.Topic room) {
        stores.join(List.of(new Subscription(shard(room), id, ENDPOINT, "trunkline.v1", now.plusSeconds(7200))));
    }

    private static RoomShard shard(RoomName.Topic room) {
        return new RoomShard(new RoomKey(Wizz.ID, room), 0);
    }

    private List<String> roomsOf(ConnectionId id) {
        return stores.roomsOf(id).stream()
                .map(room -> room.room().name().toString())
                .toList();
    }
}
