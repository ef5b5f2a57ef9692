package io.trunkline.core.publish;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.message.Position;
import io.trunkline.routing.key.RoomName;
import java.util.HashMap;
import java.util.Map;

/** An outcome as it is kept for those who repeat the request. */
final class PublishedJson {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private PublishedJson() {}

    static String write(PublishOutcome.Published published) {
        ObjectNode json = JSON.createObjectNode().put("id", published.eventId());
        DeliveryReceipt receipt = published.receipt();
        json.putObject("receipt")
                .put("delivered", receipt.delivered())
                .put("gone", receipt.gone())
                .put("throttled", receipt.throttled())
                .put("failed", receipt.failed())
                .put("queued", receipt.queued())
                .put("unreached", receipt.unreached());
        ObjectNode positions = json.putObject("positions");
        published.positions().forEach((room, position) -> positions.put(room.toString(), position.toString()));
        return json.toString();
    }

    static PublishOutcome.Published read(String text) {
        JsonNode json;
        try {
            json = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a kept outcome is no JSON", e);
        }
        JsonNode receipt = json.path("receipt");
        Map<RoomName, Position> positions = new HashMap<>();
        json.path("positions")
                .properties()
                .forEach(entry -> positions.put(
                        RoomName.parse(entry.getKey()),
                        Position.parse(entry.getValue().asText())
                                .orElseThrow(() -> new IllegalStateException("a kept outcome holds no position"))));
        return new PublishOutcome.Published(
                json.path("id").asText(),
                new DeliveryReceipt(
                        receipt.path("delivered").asInt(),
                        receipt.path("gone").asInt(),
                        receipt.path("throttled").asInt(),
                        receipt.path("failed").asInt(),
                        receipt.path("queued").asInt(),
                        receipt.path("unreached").asBoolean()),
                positions);
    }
}
