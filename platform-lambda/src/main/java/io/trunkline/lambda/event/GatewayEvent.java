package io.trunkline.lambda.event;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * An event of a WebSocket API, or of its authorizer.
 *
 * @param methodArn of an authorizer's event only
 * @param domainName the host that the client connected to; the gateway's word, never the client's
 * @param headers of a CONNECT, names in lower case, the last of several values
 * @param query of a CONNECT
 * @param body of a MESSAGE
 * @param sourceIp where the client comes from, by the gateway's word
 * @param authorizer the authorizer's context, which comes with every event of the connection; empty where none is
 *     attached
 */
public record GatewayEvent(
        Kind kind,
        Optional<String> methodArn,
        ConnectionId connectionId,
        GatewayEndpoint endpoint,
        String domainName,
        Instant connectedAt,
        String requestId,
        Map<String, String> headers,
        Map<String, String> query,
        Optional<String> body,
        Optional<String> sourceIp,
        Map<String, String> authorizer) {
    /** {@code requestContext.eventType}. */
    public enum Kind {
        CONNECT,
        MESSAGE,
        DISCONNECT
    }

    public GatewayEvent {
        headers = Map.copyOf(headers);
        query = Map.copyOf(query);
        authorizer = Map.copyOf(authorizer);
    }

    /** Names no header, query or body: they hold tokens and payloads. */
    @Override
    public String toString() {
        return "GatewayEvent[" + kind + " " + connectionId + " " + requestId + "]";
    }
}
