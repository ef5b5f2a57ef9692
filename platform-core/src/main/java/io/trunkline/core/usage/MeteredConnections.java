package io.trunkline.core.usage;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Counts a connection's minutes when its row is taken away: whoever takes it, by a disconnect, a prune or a sweep,
 * counts, and so each is counted once. A row that DynamoDB itself expires is not counted.
 */
public final class MeteredConnections implements ConnectionStore {
    private final ConnectionStore connections;
    private final UsageMeter meter;

    public MeteredConnections(ConnectionStore connections, UsageMeter meter) {
        this.connections = connections;
        this.meter = meter;
    }

    @Override
    public SaveOutcome save(Connection connection) {
        return connections.save(connection);
    }

    @Override
    public Optional<Connection> find(ConnectionId id, Instant now) {
        return connections.find(id, now);
    }

    @Override
    public boolean refresh(ConnectionId id, Principal principal) {
        return connections.refresh(id, principal);
    }

    @Override
    public List<Connection> findAll(Collection<ConnectionId> ids, Instant now) {
        return connections.findAll(ids, now);
    }

    @Override
    public Optional<Connection> remove(ConnectionId id, Instant now) {
        Optional<Connection> was = connections.remove(id, now);
        was.ifPresent(connection -> {
            var tenant = connection.principal().identity().tenant();
            UsageTab.belongsTo(tenant);
            // the gateway cut it after two hours at the latest, whenever we heard of it
            Instant cut = connection.connectedAt().plus(ConnectionLifetime.LONGEST);
            Instant end = now.isBefore(cut) ? now : cut;
            meter.add(
                    tenant,
                    Usage.connected(Duration.between(connection.connectedAt(), end)
                            .plusMillis(999)
                            .toSeconds()));
        });
        return was;
    }
}
