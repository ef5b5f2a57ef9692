package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;

/** What is to be done about one connection a little later, in one queue message. It may come more than once. */
public sealed interface LaterTask {
    TenantId tenant();

    ConnectionId connection();

    /**
     * The end of a connection that was let in to authenticate in its first frame, unless it has.
     *
     * @param dialect in which it is told
     */
    record EndUnlessAuthenticated(TenantId tenant, ConnectionId connection, GatewayEndpoint endpoint, String dialect)
            implements LaterTask {}

    /**
     * The end of a visitor's connection, once its visit is over.
     *
     * @param until when it is
     * @param dialect in which it is told
     */
    record EndVisit(TenantId tenant, ConnectionId connection, GatewayEndpoint endpoint, String dialect, Instant until)
            implements LaterTask {}
}
