package io.trunkline.core.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * One live socket as stored.
 *
 * @param dialect the wire format that it speaks
 * @param platform what the client said it runs on, for operators only
 * @param expiresAt when the gateway has cut it at the latest: two hours after {@code connectedAt}, and a little slack
 */
public record Connection(
        ConnectionId id,
        Principal principal,
        GatewayEndpoint endpoint,
        String dialect,
        Optional<String> platform,
        Instant connectedAt,
        Instant expiresAt) {}
