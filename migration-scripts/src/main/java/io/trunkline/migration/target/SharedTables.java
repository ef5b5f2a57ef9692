package io.trunkline.migration.target;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.dynamo.ConnectionImport;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The shared tables as a migration writes them. A row is added where none stands; rooms are joined before it, as a connect
 * does, so whichever of a disconnect and an import comes second sees the other. All of it can be done again.
 */
public final class SharedTables {
    /** Rows in one call, at most. */
    public static final int MOST_AT_ONCE = ConnectionImport.MOST_AT_ONCE;

    private static final int SUBSCRIPTIONS_A_BATCH = 25;

    private final ConnectionImport connections;
    private final SubscriptionStore subscriptions;
    private final ConnectionCounter counter;
    private final RoomPresence presence;
    private final Tenant tenant;
    private final InParallel parallel;

    public SharedTables(DynamoAdmin admin, AppRegistry registry, Tenant tenant, InParallel parallel) {
        this.connections = admin.imports();
        this.subscriptions = admin.subscriptions();
        this.counter = admin.connectionCounter();
        this.presence = new RoomPresence(registry, admin.presence());
        this.tenant = tenant;
        this.parallel = parallel;
    }

    /** What stands under these ids now. */
    public Map<ConnectionId, ConnectionImport.Standing> standing(List<ConnectionId> ids) {
        Map<ConnectionId, ConnectionImport.Standing> found = new HashMap<>();
        for (int from = 0; from < ids.size(); from += MOST_AT_ONCE) {
            found.putAll(connections.standing(ids.subList(from, Math.min(ids.size(), from + MOST_AT_ONCE))));
        }
        return found;
    }

    /** Stores rows that were seen to be absent; answers which of them are stored now by this call. */
    public Set<ConnectionId> store(List<SharedRow> rows, Instant now) {
        List<Subscription> joins = new ArrayList<>();
        for (SharedRow row : rows) {
            for (RoomShard room : row.rooms()) {
                joins.add(new Subscription(
                        room,
                        row.connection().id(),
                        row.connection().endpoint(),
                        row.connection().dialect(),
                        row.connection().expiresAt()));
            }
        }
        List<Runnable> work = new ArrayList<>();
        for (int from = 0; from < joins.size(); from += SUBSCRIPTIONS_A_BATCH) {
            List<Subscription> batch = joins.subList(from, Math.min(joins.size(), from + SUBSCRIPTIONS_A_BATCH));
            work.add(() -> subscriptions.join(batch));
        }
        for (SharedRow row : rows) {
            row.rooms().stream()
                    .filter(room -> tenant.presenceOf(room.room().name()).isPresent())
                    .forEach(room -> work.add(() -> presence.join(
                            tenant,
                            room.room().name(),
                            row.connection().principal().identity().entity(),
                            row.connection().id(),
                            row.connection().expiresAt(),
                            now)));
        }
        parallel.run(work);
        // one by one, as each has an answer of its own
        Set<ConnectionId> stored = java.util.Collections.synchronizedSet(new HashSet<>());
        parallel.run(rows.stream()
                .<Runnable>map(row -> () -> {
                    if (add(row, now)) {
                        stored.add(row.connection().id());
                    }
                })
                .toList());
        return Set.copyOf(stored);
    }

    private boolean add(SharedRow row, Instant now) {
        if (connections.add(row.connection())) {
            if (tenant.limits().maxConnections().isPresent()) {
                counter.opened(tenant.id(), row.connection().connectedAt());
            }
            return true;
        }
        // between the look and the write the platform has written: the connection's end, whose rooms must go, or the
        // connection itself, which is in these rooms as well
        if (connections.standing(List.of(row.connection().id())).get(row.connection().id())
                instanceof ConnectionImport.Standing.Ended) {
            leave(row, now);
        }
        return false;
    }

    /** Takes back what was stored; answers which of the rows were still there. */
    public Set<ConnectionId> takeBack(List<SharedRow> rows, Instant now) {
        Set<ConnectionId> taken = java.util.Collections.synchronizedSet(new HashSet<>());
        parallel.run(rows.stream()
                .<Runnable>map(row -> () -> {
                    if (connections.takeBack(row.connection())) {
                        taken.add(row.connection().id());
                        if (tenant.limits().maxConnections().isPresent()) {
                            counter.closed(tenant.id(), row.connection().connectedAt(), now);
                        }
                    }
                    leave(row, now);
                })
                .toList());
        return Set.copyOf(taken);
    }

    /** Out of the rooms that it was put into, and of those that it has joined since. */
    private void leave(SharedRow row, Instant now) {
        ConnectionId id = row.connection().id();
        Set<RoomShard> rooms = new HashSet<>(row.rooms());
        rooms.addAll(subscriptions.roomsOf(id));
        if (rooms.stream().anyMatch(room -> tenant.presenceOf(room.room().name()).isPresent())) {
            presence.leave(
                    rooms,
                    java.util.Optional.of(row.connection().principal().identity().entity()),
                    id,
                    now);
        }
        subscriptions.leave(id, rooms);
    }

    /** The rooms that a connection is in now. */
    public Set<RoomShard> roomsOf(ConnectionId id) {
        return Set.copyOf(subscriptions.roomsOf(id));
    }
}
