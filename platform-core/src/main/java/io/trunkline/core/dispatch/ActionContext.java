package io.trunkline.core.dispatch;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import java.time.Instant;
import java.util.Optional;

/**
 * Who asks, on which connection, and by when the answer must be there.
 *
 * @param platform what the client runs on, where its app lists that
 */
public record ActionContext(
        ConnectionId connection,
        Principal principal,
        GatewayEndpoint endpoint,
        String dialect,
        Instant connectedAt,
        Deadline deadline,
        Optional<String> platform) {
    /** One whose app does not ask what it runs on. */
    public ActionContext(
            ConnectionId connection,
            Principal principal,
            GatewayEndpoint endpoint,
            String dialect,
            Instant connectedAt,
            Deadline deadline) {
        this(connection, principal, endpoint, dialect, connectedAt, deadline, Optional.empty());
    }

    /** The same with a newer token of the same identity. */
    ActionContext with(Principal newer) {
        return new ActionContext(connection, newer, endpoint, dialect, connectedAt, deadline, platform);
    }
}
