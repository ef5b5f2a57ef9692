package io.trunkline.core.wire.legacy.landinghub;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Moments;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.legacy.LegacyFrame;

/** Chat messages as these apps keep them. */
final class ChatMessages {
    private ChatMessages() {}

    /**
     * What somebody says over the socket. It has no {@code _id}, which only their own database gives, and the name of
     * nobody, which no token holds.
     */
    static JsonNode said(String text, String roomId, Speaker speaker) {
        ObjectNode message = LegacyFrame.object().put("room_id", roomId);
        speaker.identity().ifPresent(identity -> {
            String type = identity.entity().type().value();
            message.putObject("sender_id").put("_id", identity.user()).put("role", type);
            message.put("sender_type", type);
        });
        message.put("message", text).put("message_type", "text");
        message.putArray("attachments");
        String at = Moments.text(speaker.at());
        message.put("is_read", false).put("createdAt", at).put("updatedAt", at);
        return LegacyFrame.object().set("message", message);
    }
}
