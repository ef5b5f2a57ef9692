package io.trunkline.local.event;

import java.time.Instant;
import java.util.Optional;

/**
 * What every event of one connection repeats.
 *
 * @param domainName the door that the client came through, as the listener knows it; never the client's Host header
 * @param userAgent as the client sent it
 * @param authorizer what the authorizer returned, where the API has one
 */
public record ConnectedClient(
        String connectionId,
        Instant connectedAt,
        String domainName,
        String sourceIp,
        Optional<String> userAgent,
        Optional<AuthorizerContext> authorizer) {
    /** The same client once the authorizer has let it in. */
    public ConnectedClient authorizedAs(AuthorizerContext context) {
        return new ConnectedClient(connectionId, connectedAt, domainName, sourceIp, userAgent, Optional.of(context));
    }
}
