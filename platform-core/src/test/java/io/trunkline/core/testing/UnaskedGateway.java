package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import java.nio.ByteBuffer;
import java.time.Duration;

/** A gateway for tests in which none is called: each call fails the test. */
public final class UnaskedGateway implements ConnectionGateway {
    @Override
    public PostOutcome post(GatewayEndpoint endpoint, ConnectionId id, ByteBuffer frame, Duration timeout) {
        throw called();
    }

    @Override
    public boolean isLive(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
        throw called();
    }

    @Override
    public void close(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
        throw called();
    }

    private static AssertionError called() {
        return new AssertionError("nobody's socket is the business of this test");
    }
}
