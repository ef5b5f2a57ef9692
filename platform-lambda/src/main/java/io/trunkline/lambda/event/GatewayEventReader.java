package io.trunkline.lambda.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Reads what API Gateway sends. Throws {@link IllegalArgumentException} on what is no such event: a wiring fault. */
public final class GatewayEventReader {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private GatewayEventReader() {}

    public static GatewayEvent read(InputStream input) throws IOException {
        JsonNode event = JSON.readTree(input);
        JsonNode context = event.path("requestContext");
        return new GatewayEvent(
                kind(context),
                text(event, "methodArn"),
                new ConnectionId(required(context, "connectionId")),
                new GatewayEndpoint(required(context, "apiId"), required(context, "stage")),
                required(context, "domainName"),
                Instant.ofEpochMilli(context.path("connectedAt").asLong()),
                required(context, "requestId"),
                lowerCase(texts(event.path("headers"))),
                texts(event.path("queryStringParameters")),
                text(event, "body"),
                text(context.path("identity"), "sourceIp"),
                texts(context.path("authorizer")));
    }

    private static GatewayEvent.Kind kind(JsonNode context) {
        return switch (required(context, "eventType")) {
            case "CONNECT" -> GatewayEvent.Kind.CONNECT;
            case "MESSAGE" -> GatewayEvent.Kind.MESSAGE;
            case "DISCONNECT" -> GatewayEvent.Kind.DISCONNECT;
            default -> throw new IllegalArgumentException("not a WebSocket event: unknown eventType");
        };
    }

    private static String required(JsonNode node, String field) {
        return text(node, field)
                .orElseThrow(() -> new IllegalArgumentException("not a WebSocket event: no requestContext." + field));
    }

    private static Optional<String> text(JsonNode node, String field) {
        JsonNode value = node.path(field);
        return value.isTextual() ? Optional.of(value.textValue()) : Optional.empty();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new HashMap<>();
        object.properties().forEach(entry -> {
            if (entry.getValue().isValueNode() && !entry.getValue().isNull()) {
                texts.put(entry.getKey(), entry.getValue().asText());
            }
        });
        return texts;
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        Map<String, String> lower = new HashMap<>();
        headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        return lower;
    }
}
