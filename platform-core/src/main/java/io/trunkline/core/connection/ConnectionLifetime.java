package io.trunkline.core.connection;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a connection can last. API Gateway cuts every WebSocket connection after two hours (its quotas page), so a
 * row older than that and a little slack speaks of nothing.
 */
public final class ConnectionLifetime {
    /** After which API Gateway cuts a connection. */
    public static final Duration LONGEST = Duration.ofHours(2);

    /** From a connection's start to the expiry of all that is stored of it: the two hours and ten minutes of slack. */
    public static final Duration EXPIRES_AFTER = LONGEST.plusMinutes(10);

    private ConnectionLifetime() {}

    /** The expiry to store for a connection that started at {@code connectedAt}. */
    public static Instant expiresAt(Instant connectedAt) {
        return connectedAt.plus(EXPIRES_AFTER);
    }

    /** When the connection with this stored expiry started; as exact as the expiry was stored, to the second. */
    public static Instant connectedAt(Instant expiresAt) {
        return expiresAt.minus(EXPIRES_AFTER);
    }
}
