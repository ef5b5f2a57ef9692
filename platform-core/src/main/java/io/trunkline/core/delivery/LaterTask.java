package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.TenantId;

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
}
