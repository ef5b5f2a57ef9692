package io.trunkline.local.ws;

import io.trunkline.local.connections.Endpoints;
import io.trunkline.local.event.GatewayEvents;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;

/**
 * What the handlers of one gateway share.
 *
 * @param handshakes a permit for each upgrade that may wait for its functions
 */
record Services(
        WebSocketApi api,
        GatewayEvents events,
        Ids ids,
        InstantSource clock,
        Expiries expiries,
        Ongoing ongoing,
        Invocations invocations,
        OpenConnections connections,
        Endpoints endpoints,
        Semaphore handshakes) {}
