package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;

/** API Gateway's @connections, one call a connection; every call goes to the endpoint that holds the connection. */
public interface ConnectionGateway {
    /**
     * Posts one frame, once: retries are the caller's. A post that timed out may still arrive.
     *
     * @param timeout for this call; longer than zero
     */
    PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout);

    /** Whether the gateway holds the connection now; true where it cannot be told. */
    boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout);

    /** The same question, with all of the answer. */
    default Sighting look(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        return isLive(endpoint, connection, timeout) ? new Sighting.Held(Optional.empty()) : new Sighting.Gone();
    }

    /**
     * Closes the connection; no code or reason can be given. One that is gone already is no error; throws
     * {@link java.io.UncheckedIOException} where it could not be closed.
     */
    void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout);
}
