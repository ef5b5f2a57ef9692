package io.trunkline.core.sweep;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.delivery.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A gateway that holds what it was told to, and keeps what it was asked for. */
final class HeldConnections implements ConnectionGateway {
    private final Set<ConnectionId> held = new HashSet<>();
    private final Map<ConnectionId, List<String>> said = new HashMap<>();
    private final List<ConnectionId> asked = new ArrayList<>();
    private final List<ConnectionId> closed = new ArrayList<>();
    private final Map<ConnectionId, PostOutcome> outcomes = new HashMap<>();
    private final Set<ConnectionId> unclosable = new HashSet<>();
    private Optional<Instant> lastActiveAt = Optional.empty();
    private int posts;

    synchronized void hold(ConnectionId id) {
        held.add(id);
    }

    synchronized void lose(ConnectionId id) {
        held.remove(id);
    }

    synchronized void answers(ConnectionId id, PostOutcome outcome) {
        outcomes.put(id, outcome);
    }

    synchronized void refusesToClose(ConnectionId id) {
        unclosable.add(id);
    }

    synchronized void closesAgain(ConnectionId id) {
        unclosable.remove(id);
    }

    synchronized void lastActiveAt(Instant at) {
        lastActiveAt = Optional.of(at);
    }

    synchronized List<String> said(ConnectionId id) {
        return List.copyOf(said.getOrDefault(id, List.of()));
    }

    synchronized List<ConnectionId> asked() {
        return List.copyOf(asked);
    }

    synchronized List<ConnectionId> closed() {
        return List.copyOf(closed);
    }

    synchronized int posts() {
        return posts;
    }

    @Override
    public synchronized PostOutcome post(
            GatewayEndpoint endpoint, ConnectionId id, ByteBuffer frame, Duration timeout) {
        posts++;
        if (outcomes.containsKey(id)) {
            return outcomes.get(id);
        }
        if (!held.contains(id)) {
            return new PostOutcome.Gone();
        }
        said.computeIfAbsent(id, _ -> new ArrayList<>())
                .add(StandardCharsets.UTF_8.decode(frame).toString());
        return new PostOutcome.Delivered();
    }

    @Override
    public boolean isLive(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
        throw new AssertionError("the sweep asks for all of the answer");
    }

    @Override
    public synchronized Sighting look(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
        asked.add(id);
        return held.contains(id) ? new Sighting.Held(lastActiveAt) : new Sighting.Gone();
    }

    @Override
    public synchronized void close(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
        if (unclosable.contains(id)) {
            throw new UncheckedIOException(new IOException("503"));
        }
        held.remove(id);
        closed.add(id);
    }
}
