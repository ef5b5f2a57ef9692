package io.trunkline.core.dispatch;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A gateway that holds every connection but those that have vanished, and keeps what it was asked. */
final class AskedGateway implements ConnectionGateway {
    private final Set<ConnectionId> vanished = new HashSet<>();
    private final List<ConnectionId> asked = new ArrayList<>();
    private final List<Duration> timeouts = new ArrayList<>();
    private Runnable whileAsked = () -> {};

    void vanish(ConnectionId connection) {
        vanished.add(connection);
    }

    void whileAsked(Runnable action) {
        whileAsked = action;
    }

    List<ConnectionId> asked() {
        return List.copyOf(asked);
    }

    List<Duration> timeouts() {
        return List.copyOf(timeouts);
    }

    @Override
    public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        asked.add(connection);
        timeouts.add(timeout);
        whileAsked.run();
        return !vanished.contains(connection);
    }

    @Override
    public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
        throw new AssertionError("opening and closing post nothing");
    }

    @Override
    public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        throw new AssertionError("opening and closing close nothing");
    }
}
