package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The subscriptions from end to end, those of one connection one after another. */
public interface SubscriptionScan {
    /** That a connection is in a room. */
    record Place(ConnectionId connection, RoomShard room) {}

    /**
     * Some subscriptions.
     *
     * @param unreadable rows whose keys are damaged
     * @param next where the next page starts; empty at the end
     */
    record Page(List<Place> places, int unreadable, Optional<String> next, Extent read) {
        public Page {
            places = List.copyOf(places);
        }
    }

    /** Up to {@code limit} rows, eventually consistent. */
    Page page(Optional<String> cursor, int limit);

    /**
     * Removes a subscription of a connection that began before {@code connectedBefore}; one write. False where it is
     * younger, or not there any more.
     */
    boolean remove(Place place, Instant connectedBefore);
}
