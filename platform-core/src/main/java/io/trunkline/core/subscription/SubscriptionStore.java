package io.trunkline.core.subscription;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** The subscriptions table. */
public interface SubscriptionStore {
    /** Stores all, 25 a request (DynamoDB's bound on a batch); joining twice is joining once. */
    void join(Collection<Subscription> subscriptions);

    /** Leaves rooms; leaving what was never joined is no error. 25 a request; a single one is one delete. */
    void leave(ConnectionId connection, Collection<RoomShard> rooms);

    /** The rooms of one connection, by the index, which trails by some milliseconds; one query a page of 1 MB. */
    List<RoomShard> roomsOf(ConnectionId connection);

    /**
     * Up to {@code limit} subscriptions that have not expired at {@code now}; one query. It may trail the last joins by
     * some milliseconds.
     */
    SubscriptionPage page(RoomShard room, Optional<ConnectionId> after, int limit, Instant now);

    /**
     * The same with every subscription that was stored before it is asked for, at twice the price; the same thing in a
     * store whose pages never trail.
     */
    default SubscriptionPage freshPage(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        return page(room, after, limit, now);
    }

    /** Leaves one room and says whether the connection was in it; one delete. */
    default boolean expel(ConnectionId connection, RoomShard room) {
        boolean was = roomsOf(connection).contains(room);
        leave(connection, List.of(room));
        return was;
    }
}
