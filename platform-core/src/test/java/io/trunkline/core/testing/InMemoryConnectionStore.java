package io.trunkline.core.testing;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Connections in memory; the marks of overtaking disconnects stay for ever. */
public final class InMemoryConnectionStore implements ConnectionStore {
    private final Map<ConnectionId, Connection> rows = new HashMap<>();
    private final Set<ConnectionId> ended = new HashSet<>();

    @Override
    public synchronized SaveOutcome save(Connection connection) {
        if (ended.contains(connection.id())) {
            return SaveOutcome.OVERTAKEN;
        }
        Connection there = rows.putIfAbsent(connection.id(), connection);
        return there == null
                        || there.principal()
                                .identity()
                                .equals(connection.principal().identity())
                ? SaveOutcome.SAVED
                : SaveOutcome.TAKEN;
    }

    @Override
    public synchronized Optional<Connection> find(ConnectionId id, Instant now) {
        return Optional.ofNullable(rows.get(id)).filter(row -> row.expiresAt().isAfter(now));
    }

    @Override
    public synchronized boolean refresh(ConnectionId id, Principal principal) {
        return rows.computeIfPresent(
                        id,
                        (_, row) -> new Connection(
                                id,
                                new Principal(
                                        row.principal().identity(),
                                        principal.tokenId(),
                                        principal.issuedAt(),
                                        principal.expiresAt()),
                                row.endpoint(),
                                row.dialect(),
                                row.platform(),
                                row.connectedAt(),
                                row.expiresAt(),
                                row.device(),
                                row.address()))
                != null;
    }

    @Override
    public synchronized Optional<Connection> remove(ConnectionId id, Instant now) {
        Optional<Connection> removed = Optional.ofNullable(rows.remove(id));
        if (removed.isEmpty()) {
            ended.add(id);
        }
        return removed;
    }

    /** Every row, in the order of the ids. */
    public synchronized List<Connection> rows() {
        return rows.values().stream()
                .sorted(Comparator.comparing(row -> row.id().value()))
                .toList();
    }
}
