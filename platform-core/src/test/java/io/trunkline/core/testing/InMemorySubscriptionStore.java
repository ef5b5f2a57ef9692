package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** Subscriptions in memory. As in DynamoDB, the expired count towards a page's limit and are left out of it. */
public final class InMemorySubscriptionStore implements SubscriptionStore {
    private final Map<RoomShard, NavigableMap<ConnectionId, Subscription>> rooms = new HashMap<>();

    @Override
    public synchronized void join(Collection<Subscription> subscriptions) {
        subscriptions.forEach(s -> members(s.room()).put(s.connectionId(), s));
    }

    @Override
    public synchronized void leave(ConnectionId connection, Collection<RoomShard> from) {
        from.forEach(room -> members(room).remove(connection));
    }

    @Override
    public synchronized List<RoomShard> roomsOf(ConnectionId connection) {
        return rooms.entrySet().stream()
                .filter(room -> room.getValue().containsKey(connection))
                .map(Map.Entry::getKey)
                .toList();
    }

    @Override
    public synchronized SubscriptionPage page(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        NavigableMap<ConnectionId, Subscription> all = members(room);
        NavigableMap<ConnectionId, Subscription> rest =
                after.map(id -> all.tailMap(id, false)).orElse(all);
        List<Subscription> read = rest.values().stream().limit(limit).toList();
        return new SubscriptionPage(
                read.stream().filter(s -> s.expiresAt().isAfter(now)).toList(),
                rest.size() > limit ? Optional.of(read.getLast().connectionId()) : Optional.empty());
    }

    private NavigableMap<ConnectionId, Subscription> members(RoomShard room) {
        return rooms.computeIfAbsent(room, _ -> new TreeMap<>(Comparator.comparing(ConnectionId::value)));
    }

    /** Every subscription, those of one connection one after another. */
    public synchronized List<Subscription> all() {
        return rooms.values().stream()
                .flatMap(room -> room.values().stream())
                .sorted(Comparator.comparing(
                                (Subscription s) -> s.connectionId().value())
                        .thenComparing(s -> RoomKeyCodec.encode(s.room())))
                .toList();
    }
}
