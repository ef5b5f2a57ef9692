package io.trunkline.core.wire.legacy.landinghub;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.EntityRef;
import java.util.List;

/** The platform's answers in these apps' words: {@code {"event","data"}}, without a time of their own. */
final class Answers {
    private Answers() {}

    static String pong(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply
                ? said("pong", data().put("timestamp", reply.data().path("at").asText()))
                : error(reason(answer));
    }

    static String dashboardJoined(ServerEvent hello) {
        return hello instanceof ServerEvent.Reply reply
                ? said("dashboard:joined", data().put("success", true).put("userRole", role(reply)))
                : error(reason(hello));
    }

    static String dashboardRefresh(ServerEvent hello) {
        return hello instanceof ServerEvent.Reply reply
                ? said("dashboard:refresh_data", data().put("type", role(reply)))
                : error(reason(hello));
    }

    private static String role(ServerEvent.Reply hello) {
        return EntityRef.parse(hello.data().path("entity").asText()).type().value();
    }

    static String joined(ServerEvent answer, String roomId) {
        return answer instanceof ServerEvent.Reply
                ? said("chat:joined_room", data().put("roomId", roomId).put("success", true))
                : chatError(reason(answer));
    }

    /** Where it was done, these apps are told nothing. */
    static List<String> onlyRefusal(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply ? List.of() : List.of(chatError(reason(answer)));
    }

    static String reason(ServerEvent answer) {
        RejectionCode code = answer instanceof ServerEvent.Refused refused
                ? refused.rejection().code()
                : RejectionCode.INTERNAL;
        return switch (code.status()) {
            case 401 -> "Unauthorized: Invalid or expired token";
            case 403 -> "You do not have access to this room";
            case 413 -> "Message too large";
            case 429 -> "Too many messages";
            default -> "Request failed";
        };
    }

    static String error(String message) {
        return said("error", data().put("message", message));
    }

    static String chatError(String message) {
        return said("chat:error", data().put("message", message));
    }

    /**
     * The older server failed at such a frame, so that its clients got what API Gateway says of a function that fails;
     * that is repeated beside the words for an error, for whoever waits for it.
     */
    static String notJson(Speaker speaker) {
        ObjectNode frame = LegacyFrame.object().put("event", "error");
        frame.set("data", data().put("message", "Invalid JSON"));
        return LegacyFrame.write(frame.put("message", "Internal server error")
                .put("connectionId", speaker.connection().value()));
    }

    private static ObjectNode data() {
        return LegacyFrame.object();
    }

    private static String said(String event, ObjectNode data) {
        ObjectNode frame = LegacyFrame.object().put("event", event);
        frame.set("data", data);
        return LegacyFrame.write(frame);
    }
}
