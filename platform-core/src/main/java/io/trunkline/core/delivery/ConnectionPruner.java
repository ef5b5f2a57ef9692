package io.trunkline.core.delivery;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Removes all that is stored of a connection that the gateway no longer holds: its row, its place in every room, and
 * its count against the tenant's limit.
 */
public final class ConnectionPruner {
    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final ConnectionCounter counter;

    public ConnectionPruner(ConnectionStore connections, SubscriptionStore subscriptions, ConnectionCounter counter) {
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.counter = counter;
    }

    /**
     * Prunes the connection; pruning twice is pruning once. A fault of a store is thrown and leaves the rest to a later
     * post or a sweep.
     *
     * @param knownIn a room that it is known to be in, left even where the index does not show it yet
     */
    public void prune(ConnectionId connection, RoomShard knownIn, Instant now) {
        Set<RoomShard> rooms = new LinkedHashSet<>(subscriptions.roomsOf(connection));
        rooms.add(knownIn);
        // whoever takes the row away takes the count back, so that it is taken back once
        Optional<Connection> removed = connections.remove(connection, now);
        subscriptions.leave(connection, rooms);
        removed.ifPresent(was -> counter.closed(was.principal().identity().tenant(), was.connectedAt(), now));
    }
}
