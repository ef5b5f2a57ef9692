package io.trunkline.local.ws;

import io.trunkline.local.connections.ConnectionStatus;
import io.trunkline.local.connections.Connections;
import io.trunkline.local.connections.PostResult;
import io.trunkline.local.event.DisconnectCause;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

/** The connections that are open: in from the answer 101, out with the first sign of their end. */
final class OpenConnections implements Connections {
    private final Map<String, GatewayConnection> byId = new ConcurrentHashMap<>();
    private volatile boolean closing;

    /** False once the gateway is closing: the connection is not to be opened. */
    boolean add(GatewayConnection connection) {
        byId.put(connection.client().connectionId(), connection);
        // looked at after the put, so that a closing gateway either sees the connection or is seen here
        if (closing) {
            byId.remove(connection.client().connectionId());
            return false;
        }
        return true;
    }

    void remove(GatewayConnection connection) {
        byId.remove(connection.client().connectionId());
    }

    /** Ends every connection, and lets none in from now on; returns those that it ended. */
    List<GatewayConnection> closeAll(DisconnectCause cause) {
        closing = true;
        List<GatewayConnection> ended = List.copyOf(byId.values());
        ended.forEach(connection -> connection.end(cause));
        return ended;
    }

    @Override
    public CompletionStage<PostResult> post(String connectionId, String text) {
        GatewayConnection connection = byId.get(connectionId);
        return connection == null ? CompletableFuture.completedFuture(PostResult.GONE) : connection.post(text);
    }

    @Override
    public Optional<ConnectionStatus> status(String connectionId) {
        return Optional.ofNullable(byId.get(connectionId)).map(GatewayConnection::status);
    }

    @Override
    public boolean delete(String connectionId) {
        GatewayConnection connection = byId.get(connectionId);
        return connection != null && connection.end(CloseCauses.DELETED);
    }
}
