package io.trunkline.core.delivery;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.DeviceKey;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.AutomaticRooms;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Removes all that is stored of a connection that has ended: its row, its place in every room, its presence there, and
 * its count against the tenant's limit. Doing it twice is doing it once. A fault of a store is thrown and leaves the
 * rest to a later post or a sweep.
 */
public final class ConnectionCleanup {
    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final TenantConnectionLimit tenantLimit;
    private final RoomPresence presence;
    private final KeptRooms kept;

    /** As below, where no app has rooms restored. */
    public ConnectionCleanup(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            TenantConnectionLimit tenantLimit,
            RoomPresence presence) {
        this(registry, connections, subscriptions, tenantLimit, presence, KeptRooms.NONE);
    }

    /** @param kept where the rooms of a connection that has ended are kept, if its app wants that */
    public ConnectionCleanup(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            TenantConnectionLimit tenantLimit,
            RoomPresence presence,
            KeptRooms kept) {
        this.registry = registry;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.tenantLimit = tenantLimit;
        this.presence = presence;
        this.kept = kept;
    }

    /**
     * Removes a connection that says it has ended and answers what it was; one that is not stored has no rooms of its
     * own to leave.
     */
    public Optional<Connection> remove(ConnectionId id, Instant now) {
        Optional<Connection> was = connections.remove(id, now);
        was.ifPresent(connection -> leave(id, was, Set.of(), now));
        return was;
    }

    /**
     * Removes a connection that the gateway does not hold, with or without a row.
     *
     * @param knownIn a room that it is known to be in, left even where the index does not show it yet
     */
    public void prune(ConnectionId id, RoomShard knownIn, Instant now) {
        leave(id, connections.remove(id, now), Set.of(knownIn), now);
    }

    /** Takes a connection that goes on out of one room; one delete, and what presence costs where it is kept. */
    void expel(ConnectionId id, RoomShard room, Instant now) {
        presence.leave(Set.of(room), Optional.empty(), id, now);
        subscriptions.leave(id, Set.of(room));
    }

    private void leave(ConnectionId id, Optional<Connection> was, Set<RoomShard> knownIn, Instant now) {
        Optional<Tenant> tenant = was.flatMap(
                connection -> registry.tenant(connection.principal().identity().tenant()));
        // the index of roomsOf trails, so the automatic rooms of a connection that was short are not in it yet
        Set<RoomShard> rooms = new LinkedHashSet<>(knownIn);
        if (was.isPresent() && tenant.isPresent()) {
            rooms.addAll(RoomShards.possibleAutomatic(
                    tenant.get(), was.get().principal().identity(), id));
        }
        rooms.addAll(subscriptions.roomsOf(id));
        was.ifPresent(connection -> tenant.ifPresent(of -> keep(of, connection, rooms, now)));
        try {
            // first, as the subscriptions are what brings somebody back here where this fails
            presence.leave(
                    rooms,
                    was.map(connection -> connection.principal().identity().entity()),
                    id,
                    now);
            subscriptions.leave(id, rooms);
        } finally {
            // whoever took the row away takes the count back, so that it is taken back once
            if (was.isPresent() && tenant.isPresent()) {
                tenantLimit.release(tenant.get(), was.get().address(), was.get().connectedAt(), now);
            }
        }
    }

    /** Before they are left, so that whoever comes back to them finds them here or there. */
    private void keep(Tenant tenant, Connection was, Set<RoomShard> rooms, Instant now) {
        Optional<Duration> restored =
                tenant.restoreRooms(was.principal().identity().app());
        Optional<DeviceKey> device = DeviceKey.of(was);
        if (restored.isEmpty() || device.isEmpty()) {
            return;
        }
        List<RoomKey> automatic = AutomaticRooms.of(was.principal().identity(), tenant.catalog());
        Set<RoomName.Topic> joined = rooms.stream()
                .map(RoomShard::room)
                .filter(room -> !automatic.contains(room))
                .map(RoomKey::name)
                .filter(RoomName.Topic.class::isInstance)
                .map(RoomName.Topic.class::cast)
                .collect(Collectors.toSet());
        if (!joined.isEmpty()) {
            kept.keep(device.get(), joined, now.plus(restored.get()));
        }
    }
}
