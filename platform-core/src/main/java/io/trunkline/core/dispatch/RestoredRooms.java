package io.trunkline.core.dispatch;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.subscription.DeviceKey;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rooms that a device had joined by name before it came back, for apps that have them restored: those that were
 * kept when its last connection ended, and those of connections of the device that nobody knows to have ended, as when
 * a phone has lost its network. The rules are asked anew for each. Safe for use by several threads.
 */
public final class RestoredRooms {
    private static final int PAGE = 100;

    /** A disconnect removes the row first and keeps the rooms next; whoever comes between waits for it so often. */
    private static final int TRIES = 4;

    private static final Duration BETWEEN = Duration.ofMillis(75);

    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final KeptRooms kept;
    private final RoomPolicy policy;
    private final Sleeper sleeper;
    private final InstantSource clock;

    public RestoredRooms(
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            KeptRooms kept,
            RoomPolicy policy,
            Sleeper sleeper,
            InstantSource clock) {
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.kept = kept;
        this.policy = policy;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /** Where the rooms of an ending connection are kept. */
    KeptRooms kept() {
        return kept;
    }

    /**
     * What {@code newcomer} is to join beside its automatic rooms; nothing, and no read, where its app restores none.
     */
    List<RoomShard> of(Tenant tenant, Connection newcomer) {
        if (tenant.restoreRooms(newcomer.principal().identity().app()).isEmpty()) {
            return List.of();
        }
        Identity identity = newcomer.principal().identity();
        return DeviceKey.of(newcomer).stream()
                .flatMap(device -> before(tenant, newcomer, device).stream())
                .filter(room -> !policy.isAutomatic(tenant, identity, room))
                .filter(room -> mayJoin(tenant, identity, room))
                .limit(KeptRooms.MOST)
                .map(room -> RoomShards.joined(tenant, room, newcomer.id()))
                .toList();
    }

    /**
     * Once the connection is stored and in {@code restored}: nothing is kept for it any more, and a grant that was
     * taken back meanwhile, when it could not be found in the room, counts.
     */
    void joined(Tenant tenant, Connection newcomer, List<RoomShard> restored) {
        if (restored.isEmpty()) {
            return;
        }
        List<RoomShard> tooLate = restored.stream()
                .filter(room -> RoomPolicy.isByGrant(tenant, room.room().name()))
                .filter(room -> !mayJoin(
                        tenant, newcomer.principal().identity(), room.room().name()))
                .toList();
        if (!tooLate.isEmpty()) {
            subscriptions.leave(newcomer.id(), tooLate);
        }
        DeviceKey.of(newcomer).ifPresent(kept::forget);
    }

    private boolean mayJoin(Tenant tenant, Identity identity, RoomName room) {
        return policy.mayJoin(tenant, identity, room) instanceof PolicyVerdict.Allowed;
    }

    private Set<RoomName> before(Tenant tenant, Connection newcomer, DeviceKey device) {
        Set<ConnectionId> others = others(tenant, newcomer);
        List<Connection> stored = others.isEmpty() ? List.of() : connections.findAll(others, clock.instant());
        Set<RoomName> rooms = new LinkedHashSet<>(kept.of(device, clock.instant()));
        for (int tries = 1; tries < TRIES && rooms.isEmpty() && stored.size() < others.size() && slept(); tries++) {
            rooms.addAll(kept.of(device, clock.instant()));
        }
        stored.stream()
                .filter(other -> DeviceKey.of(other).filter(device::equals).isPresent())
                .flatMap(other -> subscriptions.roomsOf(other.id()).stream())
                .map(shard -> shard.room().name())
                .filter(RoomName.Topic.class::isInstance)
                .forEach(rooms::add);
        return rooms;
    }

    /** The user's connections that are still in its room, with a row or without. */
    private Set<ConnectionId> others(Tenant tenant, Connection newcomer) {
        Set<ConnectionId> ids = new LinkedHashSet<>();
        RoomName user = new RoomName.User(newcomer.principal().identity().user());
        for (RoomShard shard : RoomShards.all(tenant, user)) {
            SubscriptionPage page = subscriptions.page(shard, Optional.empty(), PAGE, clock.instant());
            page.items().stream().map(Subscription::connectionId).forEach(ids::add);
        }
        ids.remove(newcomer.id());
        return ids;
    }

    private boolean slept() {
        try {
            sleeper.sleep(BETWEEN);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
