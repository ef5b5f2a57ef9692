package io.trunkline.core.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.message.LoneSurrogates;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;

/** A task as the text of a queue message; by the field {@code later} it is told from a piece of a fan-out. */
public final class LaterTaskJson {
    private static final int VERSION = 1;
    private static final String KIND = "later";
    private static final String END = "end-unless-authenticated";
    private static final String END_VISIT = "end-visit";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private LaterTaskJson() {}

    public static String write(LaterTask task) {
        ObjectNode json = JSON.createObjectNode()
                .put("v", VERSION)
                .put("tenant", task.tenant().value())
                .put("connection", task.connection().value());
        switch (task) {
            case LaterTask.EndUnlessAuthenticated end ->
                json.put(KIND, END).put("endpoint", end.endpoint().toString()).put("dialect", end.dialect());
            case LaterTask.EndVisit end ->
                json.put(KIND, END_VISIT)
                        .put("endpoint", end.endpoint().toString())
                        .put("dialect", end.dialect())
                        .put("until", end.until().toEpochMilli());
        }
        return LoneSurrogates.escaped(json.toString());
    }

    /** Whether the text is meant to be a task, of whatever version. */
    public static boolean isTask(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            return json != null && json.has(KIND);
        } catch (JsonProcessingException e) {
            return false;
        }
    }

    /** Throws {@link IllegalArgumentException} where the text is none that {@link #write} made. */
    public static LaterTask read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json == null || json.path("v").asInt() != VERSION) {
                throw new IllegalArgumentException("a task of another version, or none of ours");
            }
            TenantId tenant = new TenantId(json.path("tenant").asText());
            ConnectionId connection = new ConnectionId(json.path("connection").asText());
            return switch (json.path(KIND).asText()) {
                case END -> new LaterTask.EndUnlessAuthenticated(tenant, connection, endpoint(json), dialect(json));
                case END_VISIT ->
                    new LaterTask.EndVisit(
                            tenant,
                            connection,
                            endpoint(json),
                            dialect(json),
                            Instant.ofEpochMilli(json.path("until").asLong()));
                default -> throw new IllegalArgumentException("a kind of task that this build does not know");
            };
        } catch (JsonProcessingException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "a task that cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static GatewayEndpoint endpoint(JsonNode json) {
        return GatewayEndpoint.parse(json.path("endpoint").asText());
    }

    private static String dialect(JsonNode json) {
        return json.path("dialect").asText();
    }
}
