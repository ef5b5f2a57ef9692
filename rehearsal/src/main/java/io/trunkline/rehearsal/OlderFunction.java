package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The standalone order receiver's function as far as a rehearsal needs it: it keeps connections in its own table, and
 * posts its answers, as no route of its API has a response. It reads the row at each message and never writes it.
 */
final class OlderFunction implements Invoker {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POST = Duration.ofSeconds(10);

    private final OlderTables tables;
    private final ConnectionGateway gateway;
    private final GatewayEndpoint endpoint;
    private final InstantSource clock;
    private final AtomicLong answered = new AtomicLong();

    OlderFunction(OlderTables tables, ConnectionGateway gateway, GatewayEndpoint endpoint, InstantSource clock) {
        this.tables = tables;
        this.gateway = gateway;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    /** Messages that it answered. */
    long answered() {
        return answered.get();
    }

    @Override
    public InvokeOutcome invoke(byte[] event) {
        try {
            JsonNode root = JSON.readTree(event);
            JsonNode context = root.path("requestContext");
            String connection = context.path("connectionId").asText();
            switch (context.path("eventType").asText()) {
                case "CONNECT" -> {
                    JsonNode query = root.path("queryStringParameters");
                    String business = query.path("businessId").asText();
                    tables.connected(
                            connection,
                            business,
                            query.path("userId").asText(business),
                            Instant.ofEpochMilli(context.path("connectedAt").asLong()));
                }
                case "DISCONNECT" -> tables.disconnected(connection);
                default -> message(connection, JSON.readTree(root.path("body").asText()));
            }
        } catch (IOException e) {
            return new InvokeOutcome.FunctionError("SyntaxError", String.valueOf(e.getMessage()));
        }
        return new InvokeOutcome.Success("{\"statusCode\":200,\"body\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    }

    private void message(String connection, JsonNode frame) {
        if (frame.path("type").asText().equals("REGISTER_CONNECTION") && tables.isThere(connection)) {
            answered.incrementAndGet();
            post(
                    connection,
                    JSON.createObjectNode()
                            .put("type", "REGISTERED")
                            .put("connectionId", connection)
                            .put("entityType", "merchant")
                            .put("businessId", frame.path("businessId").asText())
                            .put("userId", frame.path("userId").asText())
                            .put("timestamp", clock.instant().toString()));
        }
    }

    /** The push of a new order, to every connection that the table has of a business. */
    void push(String business, String order) {
        for (String connection : tables.connectionsOf(business)) {
            var frame = JSON.createObjectNode().put("type", "NEW_ORDER");
            frame.putObject("payload").putObject("data").put("orderId", order).put("businessId", business);
            post(connection, frame);
        }
    }

    private void post(String connection, JsonNode frame) {
        var _ = gateway.post(
                endpoint,
                new ConnectionId(connection),
                ByteBuffer.wrap(frame.toString().getBytes(StandardCharsets.UTF_8)),
                POST);
    }
}
