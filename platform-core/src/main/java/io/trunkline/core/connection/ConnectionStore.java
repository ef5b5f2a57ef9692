package io.trunkline.core.connection;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The connections table. A disconnect may come before the connect that it ends: {@link #remove} then leaves a mark for
 * a while, and {@link #save} of that connection answers {@link SaveOutcome#OVERTAKEN}.
 */
public interface ConnectionStore {
    /** Stores a new connection; one write. What is stored of it by the same identity already stays as it is. */
    SaveOutcome save(Connection connection);

    /** The connection, unless it has expired or ended; one read. */
    Optional<Connection> find(ConnectionId id, Instant now);

    /**
     * Replaces the token of a stored connection by the times and id of {@code principal}'s; who it is stays. One write.
     * False where the connection is not stored, or has ended.
     */
    boolean refresh(ConnectionId id, Principal principal);

    /** Those of {@code ids} that have not expired or ended, in any order; up to 100 a request, one read each. */
    default List<Connection> findAll(Collection<ConnectionId> ids, Instant now) {
        return ids.stream().distinct().flatMap(id -> find(id, now).stream()).toList();
    }

    /** Removes the connection and returns what was stored; one write where it was there, two where it was not. */
    Optional<Connection> remove(ConnectionId id, Instant now);
}
