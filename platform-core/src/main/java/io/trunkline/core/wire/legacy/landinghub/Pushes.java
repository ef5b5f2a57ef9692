package io.trunkline.core.wire.legacy.landinghub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.legacy.LegacyFrame;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is pushed, as {@code {"event","data","timestamp"}}. What the server called {@code chat:new_message} the second
 * version of the app waits for as {@code chat:message} and the third as {@code chat:update}, so it is said under each
 * name; the same with a room's changes.
 */
final class Pushes {
    static final String NEW_MESSAGE = "chat:new_message";

    private Pushes() {}

    static List<String> frames(ServerEvent.Published event) {
        List<String> frames = new ArrayList<>();
        frames.add(frame(event.event(), event.data(), event));
        Optional<String> chat = ChatRooms.id(event.room());
        switch (event.event()) {
            case NEW_MESSAGE ->
                roomId(chat, event.data().path("message").path("room_id")).ifPresent(id -> {
                    JsonNode data = data(id, "message", event.data());
                    frames.add(frame("chat:update", data, event));
                    frames.add(frame("chat:message", data, event));
                });
            case "chat:room_updated", "chat:room_closed", "chat:room_assigned" ->
                roomId(chat, event.data().path("room").path("_id")).ifPresent(id -> {
                    JsonNode data = data(id, "room", event.data());
                    frames.add(frame("room:update", data, event));
                    frames.add(frame("chat:room_update", data, event));
                });
            default -> {
                // every version knows it by this name
            }
        }
        return frames;
    }

    private static Optional<String> roomId(Optional<String> chat, JsonNode inDocument) {
        return chat.or(() -> Optional.of(inDocument).filter(JsonNode::isTextual).map(JsonNode::textValue));
    }

    private static JsonNode data(String roomId, String field, JsonNode published) {
        ObjectNode data = LegacyFrame.object().put("roomId", roomId);
        return data.set(field, published.path(field));
    }

    private static String frame(String name, JsonNode data, ServerEvent.Published event) {
        ObjectNode frame = LegacyFrame.object().put("event", name);
        frame.set("data", data);
        return LegacyFrame.write(frame.put("timestamp", Moments.text(event.at())));
    }
}
