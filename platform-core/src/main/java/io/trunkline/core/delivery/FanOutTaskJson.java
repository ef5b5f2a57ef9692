package io.trunkline.core.delivery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.FanOutTask.Work;
import io.trunkline.core.message.EventJson;
import io.trunkline.core.message.LoneSurrogates;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.PresenceChange;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A piece of a fan-out as the text of a queue message. */
public final class FanOutTaskJson {
    private static final int VERSION = 1;

    /** Numbers are kept exactly, as every frame of one event must be the same. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private FanOutTaskJson() {}

    /** The text; it holds nothing that a queue message may not hold, as SQS refuses some characters. */
    public static String write(FanOutTask task) {
        ObjectNode json = JSON.createObjectNode();
        json.put("v", VERSION);
        json.put("shard", RoomKeyCodec.encode(task.shard()));
        json.put("attempt", task.attempt());
        json.put("queuedAt", task.queuedAt().toEpochMilli());
        json.put("at", task.event().at().toString());
        json.set("event", event(task.event()));
        if (task.event() instanceof ServerEvent.Published published && published.last()) {
            json.put("last", true);
        }
        switch (task.work()) {
            case Work.Rest(var after) -> after.ifPresent(connection -> json.put("after", connection.value()));
            case Work.Some(var connections) -> {
                ArrayNode some = json.putArray("connections");
                connections.forEach(subscription -> some.addArray()
                        .add(subscription.connectionId().value())
                        .add(subscription.endpoint().toString())
                        .add(subscription.dialect())
                        .add(subscription.expiresAt().getEpochSecond()));
            }
        }
        // the two that XML 1.0 has no place for; beyond ASCII, JSON has nothing but the insides of strings
        return LoneSurrogates.escaped(json.toString())
                .replace("\uFFFE", "\\ufffe")
                .replace("\uFFFF", "\\uffff");
    }

    /** Throws {@link IllegalArgumentException} where the text is none that {@link #write} made. */
    public static FanOutTask read(String text) {
        try {
            JsonNode json = JSON.readTree(text);
            if (json == null || json.path("v").asInt() != VERSION) {
                throw new IllegalArgumentException("a queue message of another version, or none of ours");
            }
            RoomShard shard = RoomKeyCodec.decode(json.path("shard").asText());
            return new FanOutTask(
                    event(
                            json.path("event"),
                            Instant.parse(json.path("at").asText()),
                            json.path("last").asBoolean()),
                    shard,
                    json.has("connections")
                            ? new Work.Some(connections(shard, json.path("connections")))
                            : new Work.Rest(text(json, "after").map(ConnectionId::new)),
                    json.path("attempt").asInt(),
                    Instant.ofEpochMilli(json.path("queuedAt").asLong()));
        } catch (JsonProcessingException | RuntimeException e) {
            // never with what it holds: the message is somebody's data
            throw new IllegalArgumentException(
                    "a queue message that cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static ObjectNode event(ServerEvent.Broadcast event) {
        return switch (event) {
            case ServerEvent.Published published -> EventJson.of(published);
            case ServerEvent.Presence presence ->
                JSON.createObjectNode()
                        .put("type", "presence")
                        .put("room", presence.room())
                        .put("entity", presence.entity())
                        .put("change", presence.change().name());
        };
    }

    private static ServerEvent.Broadcast event(JsonNode json, Instant at, boolean last) {
        if (json.path("type").asText().equals("presence")) {
            return new ServerEvent.Presence(
                    required(json, "room"),
                    required(json, "entity"),
                    PresenceChange.valueOf(required(json, "change")),
                    at);
        }
        return new ServerEvent.Published(
                required(json, "id"),
                required(json, "room"),
                required(json, "event"),
                json.path("data"),
                text(json, "from"),
                at,
                text(json, "position").flatMap(Position::parse),
                last);
    }

    private static List<Subscription> connections(RoomShard shard, JsonNode list) {
        List<Subscription> connections = new ArrayList<>();
        list.forEach(item -> connections.add(new Subscription(
                shard,
                new ConnectionId(item.path(0).asText()),
                GatewayEndpoint.parse(item.path(1).asText()),
                item.path(2).asText(),
                Instant.ofEpochSecond(item.path(3).asLong()))));
        return connections;
    }

    private static String required(JsonNode json, String field) {
        return text(json, field).orElseThrow(() -> new IllegalArgumentException(field + " is missing"));
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.path(field).isTextual() ? Optional.of(json.path(field).textValue()) : Optional.empty();
    }
}
