package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Removes what is stored of a connection that has ended. */
final class ConnectionCleanup {
    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final TenantConnectionLimit tenantLimit;

    ConnectionCleanup(
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            TenantConnectionLimit tenantLimit) {
        this.registry = registry;
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.tenantLimit = tenantLimit;
    }

    /** Removes a connection; one that is not stored has no rooms of its own to leave. */
    void remove(ConnectionId id, Instant now) {
        connections.remove(id, now).ifPresent(was -> leave(id, Optional.of(was), Set.of(), now));
    }

    /** Removes a connection that the gateway does not hold, and its place in {@code knownIn} even without a row. */
    void removeGhost(ConnectionId id, RoomShard knownIn, Instant now) {
        leave(id, connections.remove(id, now), Set.of(knownIn), now);
    }

    private void leave(ConnectionId id, Optional<Connection> was, Set<RoomShard> knownIn, Instant now) {
        Optional<Tenant> tenant = was.flatMap(
                connection -> registry.tenant(connection.principal().identity().tenant()));
        // the index of roomsOf trails, so the automatic rooms of a connection that was short are not in it yet
        Set<RoomShard> rooms = new LinkedHashSet<>(knownIn);
        if (was.isPresent() && tenant.isPresent()) {
            rooms.addAll(AutomaticShards.of(tenant.get(), was.get().principal().identity(), id));
        }
        rooms.addAll(subscriptions.roomsOf(id));
        try {
            subscriptions.leave(id, rooms);
        } finally {
            // whoever took the row away takes the count back, so that it is taken back once
            if (was.isPresent() && tenant.isPresent()) {
                tenantLimit.release(tenant.get(), was.get().connectedAt(), now);
            }
        }
    }
}
