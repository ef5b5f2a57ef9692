package io.trunkline.core.subscription;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;

/**
 * A connection's membership of a room, with what fan-out needs and nothing more: the item's size sets the price of a
 * fan-out.
 *
 * @param expiresAt the connection's own; its age is told from this
 */
public record Subscription(
        RoomShard room, ConnectionId connectionId, GatewayEndpoint endpoint, String dialect, Instant expiresAt) {}
