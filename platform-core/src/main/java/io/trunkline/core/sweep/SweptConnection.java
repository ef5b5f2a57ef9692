package io.trunkline.core.sweep;

import io.trunkline.core.connection.Connection;
import java.time.Instant;
import java.util.Optional;

/**
 * A connection's row as the sweep reads it.
 *
 * @param expiryToldAt when its client was last told that its token has expired; to the second, rounded up
 * @param reconnectToldAt when it was asked to reconnect
 */
public record SweptConnection(
        Connection connection, Optional<Instant> expiryToldAt, Optional<Instant> reconnectToldAt) {}
