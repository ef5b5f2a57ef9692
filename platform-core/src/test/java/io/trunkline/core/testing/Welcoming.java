package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.dispatch.Welcomes;
import io.trunkline.core.wire.DialectRegistry;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;

/** Welcomes for tests that are about something else. */
public final class Welcoming {
    private Welcoming() {}

    /** Says nothing to anybody. */
    public static Welcomes nobody() {
        ConnectionGateway none = new ConnectionGateway() {
            @Override
            public PostOutcome post(
                    GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
                throw new AssertionError("nobody is welcomed");
            }

            @Override
            public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
                throw new AssertionError("nobody is welcomed");
            }

            @Override
            public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
                throw new AssertionError("nobody is welcomed");
            }
        };
        return new Welcomes(
                ErrandQueue.NONE,
                new InMemoryAppRegistry(),
                new InMemoryConnectionStore(),
                new InMemorySubscriptionStore(),
                new DialectRegistry(List.of()),
                none,
                _ -> {},
                new Random(1),
                InstantSource.system());
    }
}
