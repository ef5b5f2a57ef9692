package io.trunkline.core.testing;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.sweep.ConnectionScan;
import io.trunkline.core.sweep.Extent;
import io.trunkline.core.sweep.SweptConnection;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A scan of connections in memory, half a unit for every ten rows; the marks stand beside the rows. */
public final class InMemoryConnectionScan implements ConnectionScan {
    private final InMemoryConnectionStore connections;
    private final Map<ConnectionId, Instant> expiryTold = new HashMap<>();
    private final Map<ConnectionId, Instant> reconnectTold = new HashMap<>();

    public InMemoryConnectionScan(InMemoryConnectionStore connections) {
        this.connections = connections;
    }

    @Override
    public synchronized Page page(Optional<String> cursor, int limit) {
        List<Connection> rest = connections.rows().stream()
                .filter(row -> cursor.isEmpty() || row.id().value().compareTo(cursor.get()) > 0)
                .toList();
        List<SweptConnection> page = rest.stream()
                .limit(limit)
                .map(row -> new SweptConnection(
                        row,
                        Optional.ofNullable(expiryTold.get(row.id())),
                        Optional.ofNullable(reconnectTold.get(row.id()))))
                .toList();
        return new Page(
                page,
                0,
                rest.size() > limit
                        ? Optional.of(page.getLast().connection().id().value())
                        : Optional.empty(),
                new Extent(page.size(), 0.5 * Math.ceilDiv(page.size(), 10)));
    }

    @Override
    public synchronized Found stored(Collection<ConnectionId> ids, Instant now) {
        return new Found(
                ids.stream().filter(id -> connections.find(id, now).isPresent()).collect(Collectors.toSet()),
                ids.size());
    }

    @Override
    public synchronized boolean tellExpiry(ConnectionId id, Instant now) {
        Optional<Instant> expiry =
                connections.find(id, now).map(row -> row.principal().expiresAt());
        Instant told = expiryTold.get(id);
        if (expiry.isEmpty() || expiry.get().isAfter(now) || (told != null && !told.isBefore(expiry.get()))) {
            return false;
        }
        expiryTold.put(id, seconds(now));
        return true;
    }

    @Override
    public synchronized boolean tellReconnect(ConnectionId id, Instant now) {
        return connections.find(id, now).isPresent() && reconnectTold.putIfAbsent(id, seconds(now)) == null;
    }

    private static Instant seconds(Instant now) {
        return now.plusMillis(999).truncatedTo(ChronoUnit.SECONDS);
    }
}
