package io.trunkline.core.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Optional;

/** An errand as the text of a queue message; a piece of a fan-out is another text. */
public final class ErrandJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private ErrandJson() {}

    public static String write(ConnectionErrand errand) {
        return JSON.createObjectNode()
                .put("errand", errand.kind().name())
                .put("tenant", errand.tenant().value())
                .put("connection", errand.connection().value())
                .put("endpoint", errand.endpoint().toString())
                .put("dialect", errand.dialect())
                .put("attempt", errand.attempt())
                .put("queuedAt", errand.queuedAt().toEpochMilli())
                .toString();
    }

    /**
     * The errand; empty where the text is something else. Throws {@link IllegalArgumentException} where it is an errand
     * that this build does not know.
     */
    public static Optional<ConnectionErrand> read(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
        if (json == null || !json.has("errand")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new ConnectionErrand(
                    ConnectionErrand.Kind.valueOf(json.path("errand").asText()),
                    new TenantId(json.path("tenant").asText()),
                    new ConnectionId(json.path("connection").asText()),
                    GatewayEndpoint.parse(json.path("endpoint").asText()),
                    json.path("dialect").asText(),
                    json.path("attempt").asInt(),
                    Instant.ofEpochMilli(json.path("queuedAt").asLong())));
        } catch (RuntimeException e) {
            // never with what it holds
            throw new IllegalArgumentException(
                    "an errand that cannot be read: " + e.getClass().getSimpleName());
        }
    }
}
