package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
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
 * An older app's function as far as a rehearsal needs it: it keeps connections in its own store, and posts its answers,
 * as no route of its API has a response. It reads the record at each message and does not write it.
 */
final class OlderFunction implements Invoker {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POST = Duration.ofSeconds(10);

    private final OlderBook book;
    private final OlderWire wire;
    private final ConnectionGateway gateway;
    private final GatewayEndpoint endpoint;
    private final InstantSource clock;
    private final AtomicLong answered = new AtomicLong();

    OlderFunction(
            OlderBook book, OlderWire wire, ConnectionGateway gateway, GatewayEndpoint endpoint, InstantSource clock) {
        this.book = book;
        this.wire = wire;
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
            Instant connectedAt =
                    Instant.ofEpochMilli(context.path("connectedAt").asLong());
            switch (context.path("eventType").asText()) {
                case "CONNECT" ->
                    wire.arriving(root).ifPresent(person -> book.connected(connection, person, connectedAt));
                case "DISCONNECT" -> book.disconnected(connection, clock.instant());
                default ->
                    message(
                            connection,
                            connectedAt,
                            JSON.readTree(root.path("body").asText()));
            }
        } catch (IOException e) {
            return new InvokeOutcome.FunctionError("SyntaxError", String.valueOf(e.getMessage()));
        }
        return new InvokeOutcome.Success("{\"statusCode\":200,\"body\":\"OK\"}".getBytes(StandardCharsets.UTF_8));
    }

    private void message(String connection, Instant connectedAt, JsonNode frame) {
        switch (wire.served(frame, connection, clock.instant())) {
            case OlderWire.Served.Enters enters -> {
                book.connected(connection, enters.person(), connectedAt);
                post(connection, enters.answer());
            }
            case OlderWire.Served.Answers answers -> {
                if (book.records().isThere(connection)) {
                    answered.incrementAndGet();
                    post(connection, answers.answer());
                }
            }
            case OlderWire.Served.Ignores _ -> {
                // nothing that a rehearsal's clients say
            }
        }
    }

    /** The push to every connection that the store has of an entity; answers how many the gateway took. */
    int push(String id, String number) {
        String frame = wire.push(id, number, clock.instant());
        int reached = 0;
        for (String connection : book.records().connectionsOf(id)) {
            if (post(connection, frame)) {
                reached++;
            }
        }
        return reached;
    }

    private boolean post(String connection, String frame) {
        return gateway.post(
                        endpoint,
                        new ConnectionId(connection),
                        ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)),
                        POST)
                instanceof PostOutcome.Delivered;
    }
}
