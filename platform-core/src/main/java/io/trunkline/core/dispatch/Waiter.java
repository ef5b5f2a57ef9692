package io.trunkline.core.dispatch;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.routing.key.AppKey;
import java.time.Instant;

/**
 * A connection that was let in without a token: who it is comes in its first frame. Nothing is stored of it, unless it
 * visits a room.
 *
 * @param visits whether it is a visitor already
 */
public record Waiter(
        ConnectionId connection,
        AppKey app,
        GatewayEndpoint endpoint,
        String dialect,
        Arrival arrival,
        Instant connectedAt,
        boolean visits,
        Deadline deadline) {
    /** Something to be done about it later. */
    ConnectionErrand errand(ConnectionErrand.Kind kind) {
        return new ConnectionErrand(kind, app.tenant(), connection, endpoint, dialect, 0, connectedAt);
    }
}
