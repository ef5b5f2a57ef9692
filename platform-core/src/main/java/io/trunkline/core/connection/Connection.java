package io.trunkline.core.connection;

import java.time.Instant;
import java.util.Optional;

/**
 * One live socket as stored.
 *
 * @param dialect the wire format that it speaks
 * @param platform what the client said it runs on, for operators only
 * @param expiresAt when the gateway has cut it at the latest: two hours after {@code connectedAt}, and a little slack
 * @param device which of its user's devices it is on, a hash; empty where no rule needs to know
 * @param address where it comes from, a hash; empty where no rule needs to know
 */
public record Connection(
        ConnectionId id,
        Principal principal,
        GatewayEndpoint endpoint,
        String dialect,
        Optional<String> platform,
        Instant connectedAt,
        Instant expiresAt,
        Optional<String> device,
        Optional<String> address) {
    /** One of which neither device nor address is kept. */
    public Connection(
            ConnectionId id,
            Principal principal,
            GatewayEndpoint endpoint,
            String dialect,
            Optional<String> platform,
            Instant connectedAt,
            Instant expiresAt) {
        this(id, principal, endpoint, dialect, platform, connectedAt, expiresAt, Optional.empty(), Optional.empty());
    }
}
