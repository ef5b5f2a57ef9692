package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The connections table from end to end, with the marks that a sweep leaves in it. */
public interface ConnectionScan {
    /**
     * Some rows, the expired among them.
     *
     * @param connections marks of disconnects that came first are left out
     * @param unreadable rows that are damaged
     * @param next where the next page starts; empty at the end
     */
    record Page(List<SweptConnection> connections, int unreadable, Optional<String> next, Extent read) {
        public Page {
            connections = List.copyOf(connections);
        }
    }

    /**
     * Which of some connections are there.
     *
     * @param units read units that the question took
     */
    record Found(Set<ConnectionId> ids, double units) {
        public Found {
            ids = Set.copyOf(ids);
        }
    }

    /** Up to {@code limit} rows, eventually consistent; in no order, each once where none moves. */
    Page page(Optional<String> cursor, int limit);

    /** Those that have a row which has not expired at {@code now}; strongly consistent. */
    Found stored(Collection<ConnectionId> ids, Instant now);

    /**
     * Marks that the client is about to be told of its token's expiry; one write. False where it must not be told: the
     * row is gone, the token was renewed, or it was told already.
     */
    boolean tellExpiry(ConnectionId id, Instant now);

    /** Marks that the client is about to be asked to reconnect; one write. False where the row is gone or it was. */
    boolean tellReconnect(ConnectionId id, Instant now);
}
