package io.trunkline.core.delivery;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Connections, subscriptions and counts in memory, with the faults that a table may show. */
final class MemoryStores implements ConnectionStore, SubscriptionStore, ConnectionCounter {
    private final Map<ConnectionId, Connection> connections = new HashMap<>();
    private final Map<RoomShard, NavigableMap<ConnectionId, Subscription>> rooms = new HashMap<>();
    private final Map<TenantId, Long> counts = new HashMap<>();
    private final Set<RoomShard> broken = new HashSet<>();
    private final Set<RoomShard> emptyFirst = new HashSet<>();
    private Consumer<ConnectionId> onRemove = _ -> {};
    private Consumer<SubscriptionPage> onPage = _ -> {};
    private int pages;
    private boolean indexTrails;

    /** Reading the shard throws. */
    synchronized void breakReads(RoomShard shard) {
        broken.add(shard);
    }

    /** The shard's first page is empty and has a next, as DynamoDB's may be. */
    synchronized void startWithAnEmptyPage(RoomShard shard) {
        emptyFirst.add(shard);
    }

    void onRemove(Consumer<ConnectionId> action) {
        onRemove = action;
    }

    void onPage(Consumer<SubscriptionPage> action) {
        onPage = action;
    }

    /** The index of {@link #roomsOf} knows nothing yet. */
    synchronized void letTheIndexTrail() {
        indexTrails = true;
    }

    /** Whether the room holds the connection, whatever the index shows. */
    synchronized boolean isIn(RoomShard room, ConnectionId connection) {
        return members(room).containsKey(connection);
    }

    synchronized int pages() {
        return pages;
    }

    synchronized long count(TenantId tenant) {
        return counts.getOrDefault(tenant, 0L);
    }

    @Override
    public SubscriptionPage page(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        SubscriptionPage page = read(room, after, limit, now);
        onPage.accept(page);
        return page;
    }

    private synchronized SubscriptionPage read(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        pages++;
        if (broken.contains(room)) {
            throw new IllegalStateException("the table does not answer");
        }
        NavigableMap<ConnectionId, Subscription> all = members(room);
        if (after.isEmpty() && emptyFirst.contains(room)) {
            return new SubscriptionPage(List.of(), Optional.of(new ConnectionId("!")));
        }
        NavigableMap<ConnectionId, Subscription> rest =
                after.map(id -> all.tailMap(id, false)).orElse(all);
        List<Subscription> read = rest.values().stream().limit(limit).toList();
        Optional<ConnectionId> next =
                rest.size() > limit ? Optional.of(read.getLast().connectionId()) : Optional.empty();
        return new SubscriptionPage(
                read.stream().filter(s -> s.expiresAt().isAfter(now)).toList(), next);
    }

    @Override
    public synchronized void join(Collection<Subscription> subscriptions) {
        for (Subscription s : subscriptions) {
            members(s.room()).put(s.connectionId(), s);
        }
    }

    private NavigableMap<ConnectionId, Subscription> members(RoomShard room) {
        return rooms.computeIfAbsent(room, _ -> new TreeMap<>(Comparator.comparing(ConnectionId::value)));
    }

    @Override
    public synchronized void leave(ConnectionId connection, Collection<RoomShard> from) {
        from.forEach(room -> members(room).remove(connection));
    }

    @Override
    public synchronized List<RoomShard> roomsOf(ConnectionId connection) {
        List<RoomShard> in = new ArrayList<>();
        rooms.forEach((room, members) -> {
            if (!indexTrails && members.containsKey(connection)) {
                in.add(room);
            }
        });
        return in;
    }

    @Override
    public synchronized SaveOutcome save(Connection connection) {
        connections.put(connection.id(), connection);
        return SaveOutcome.SAVED;
    }

    @Override
    public synchronized Optional<Connection> find(ConnectionId id, Instant now) {
        return Optional.ofNullable(connections.get(id));
    }

    @Override
    public synchronized boolean refresh(ConnectionId id, Principal principal) {
        return connections.containsKey(id);
    }

    @Override
    public Optional<Connection> remove(ConnectionId id, Instant now) {
        onRemove.accept(id);
        synchronized (this) {
            return Optional.ofNullable(connections.remove(id));
        }
    }

    @Override
    public synchronized long opened(TenantId tenant, Instant at) {
        return counts.merge(tenant, 1L, Long::sum);
    }

    @Override
    public long opened(TenantId tenant, String address, Instant at) {
        throw new AssertionError("no address is counted here");
    }

    @Override
    public void closed(TenantId tenant, String address, Instant openedAt, Instant now) {
        throw new AssertionError("no address is counted here");
    }

    @Override
    public synchronized void closed(TenantId tenant, Instant openedAt, Instant now) {
        counts.merge(tenant, -1L, Long::sum);
    }
}
