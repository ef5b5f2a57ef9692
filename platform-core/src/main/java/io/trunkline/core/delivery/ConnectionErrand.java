package io.trunkline.core.delivery;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;

/**
 * Something to be done about one connection a little later, in one message of the fan-out queue.
 *
 * @param dialect the wire format that the connection speaks
 * @param attempt how often it was put off so far
 * @param queuedAt when it was asked for first
 */
public record ConnectionErrand(
        Kind kind,
        TenantId tenant,
        ConnectionId connection,
        GatewayEndpoint endpoint,
        String dialect,
        int attempt,
        Instant queuedAt) {
    /** What is to be done. */
    public enum Kind {
        /** To say the first word in a dialect that has one, as nothing can be posted during a handshake. */
        WELCOME,
        /** The same to a connection that has not said who it is, of which nothing is stored. */
        GREETING,
        /** To close a connection that was let in to say in its first frame who it is, unless it has. */
        END_UNLESS_AUTHENTICATED,
        /** To close a visitor's connection once its visit is over. */
        END_VISIT
    }

    public ConnectionErrand {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempts are counted from 0");
        }
    }

    /** The first of its kind for {@code connection}. */
    public static ConnectionErrand of(Kind kind, Connection connection, Instant now) {
        return new ConnectionErrand(
                kind,
                connection.principal().identity().tenant(),
                connection.id(),
                connection.endpoint(),
                connection.dialect(),
                0,
                now);
    }

    /** The same, put off once more. */
    public ConnectionErrand again() {
        return new ConnectionErrand(kind, tenant, connection, endpoint, dialect, attempt + 1, queuedAt);
    }
}
