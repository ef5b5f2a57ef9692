package io.trunkline.core.dispatch;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import java.time.Instant;

/** Who asks, on which connection, and by when the answer must be there. */
public record ActionContext(
        ConnectionId connection,
        Principal principal,
        GatewayEndpoint endpoint,
        String dialect,
        Instant connectedAt,
        Deadline deadline) {
    /** The same with a newer token of the same identity. */
    ActionContext with(Principal newer) {
        return new ActionContext(connection, newer, endpoint, dialect, connectedAt, deadline);
    }
}
