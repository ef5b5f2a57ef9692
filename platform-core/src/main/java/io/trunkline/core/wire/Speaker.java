package io.trunkline.core.wire;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.Optional;

/**
 * Whose frame is decoded, for dialects whose answers repeat it. Nothing of it decides what is allowed.
 *
 * @param identity who it is, verified; empty before a connection has said so
 * @param at when the frame came
 */
public record Speaker(ConnectionId connection, Optional<Identity> identity, Instant connectedAt, Instant at) {}
