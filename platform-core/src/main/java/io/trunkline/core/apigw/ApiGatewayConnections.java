package io.trunkline.core.apigw;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.delivery.Sighting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * API Gateway's @connections through the AWS SDK, each call signed and made once: the SDK's own retries are off, as the
 * fan-out does them. What a status means is in {@link Outcomes}.
 */
public final class ApiGatewayConnections implements ConnectionGateway, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ApiGatewayConnections.class);

    private final ManagementClients clients;

    /** @param maxConnections HTTP connections to all endpoints together; as many as posts are to be in flight */
    public ApiGatewayConnections(ManagementUrls urls, AwsCredentialsProvider credentials, int maxConnections) {
        this.clients = new ManagementClients(urls, credentials, maxConnections);
    }

    @Override
    public PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, ByteBuffer frame, Duration timeout) {
        try {
            clients.at(endpoint).postToConnection(request -> request.connectionId(connection.value())
                    .data(SdkBytes.fromByteBuffer(frame))
                    .overrideConfiguration(call -> call.apiCallTimeout(timeout)));
            return new PostOutcome.Delivered();
        } catch (SdkException e) {
            return Outcomes.of(e);
        }
    }

    @Override
    public boolean isLive(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        return switch (look(endpoint, connection, timeout)) {
            case Sighting.Held _ -> true;
            case Sighting.Gone _ -> false;
            case Sighting.Unknown unknown -> {
                LOG.warn(
                        "whether it is live could not be told connection={} endpoint={} cause={}",
                        connection,
                        endpoint,
                        unknown.reason());
                yield true;
            }
        };
    }

    @Override
    public Sighting look(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        try {
            return new Sighting.Held(Optional.ofNullable(clients.at(endpoint)
                    .getConnection(request -> request.connectionId(connection.value())
                            .overrideConfiguration(call -> call.apiCallTimeout(timeout)))
                    .lastActiveAt()));
        } catch (SdkException e) {
            return Outcomes.of(e) instanceof PostOutcome.Gone
                    ? new Sighting.Gone()
                    : new Sighting.Unknown(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close(GatewayEndpoint endpoint, ConnectionId connection, Duration timeout) {
        try {
            clients.at(endpoint).deleteConnection(request -> request.connectionId(connection.value())
                    .overrideConfiguration(call -> call.apiCallTimeout(timeout)));
        } catch (SdkException e) {
            if (!(Outcomes.of(e) instanceof PostOutcome.Gone)) {
                throw new UncheckedIOException(
                        new IOException("connection " + connection + " at " + endpoint + " was not closed", e));
            }
        }
    }

    /** Ends the HTTP connections; calls under way fail. */
    @Override
    public void close() {
        clients.close();
    }
}
