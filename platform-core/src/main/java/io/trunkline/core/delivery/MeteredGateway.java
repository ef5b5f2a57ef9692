package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageTab;
import java.nio.ByteBuffer;
import java.time.Duration;

/** Notes each frame that the gateway accepted on the current tab. */
public final class MeteredGateway implements ConnectionGateway {
    private final ConnectionGateway gateway;

    public MeteredGateway(ConnectionGateway gateway) {
        this.gateway = gateway;
    }

    @Override
    public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
        int bytes = frame.remaining();
        PostOutcome outcome = gateway.post(endpoint, connection, frame, timeout);
        if (outcome instanceof PostOutcome.Delivered) {
            UsageTab.note(Usage.sent(bytes));
        }
        return outcome;
    }

    @Override
    public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        return gateway.isLive(endpoint, connection, timeout);
    }

    @Override
    public Sighting look(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        return gateway.look(endpoint, connection, timeout);
    }

    @Override
    public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        gateway.close(endpoint, connection, timeout);
    }
}
