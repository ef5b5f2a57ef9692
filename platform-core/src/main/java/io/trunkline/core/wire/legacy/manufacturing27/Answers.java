package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.Optional;

/** The platform's answers in these apps' words. */
final class Answers {
    private static final String NO_PERMISSION = "You do not have permission to ";

    private Answers() {}

    static String pong(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply
                ? LegacyFrame.write(LegacyFrame.object()
                        .put("action", "pong")
                        .put("timestamp", reply.data().path("at").asText()))
                : refused(answer, "ping", "");
    }

    static String rooms(ServerEvent answer) {
        if (!(answer instanceof ServerEvent.Reply reply)) {
            return refused(answer, "getRooms", "");
        }
        ObjectNode frame = LegacyFrame.object().put("action", "getRooms");
        int count = putRooms(frame, reply.data());
        return LegacyFrame.write(frame.put("count", count));
    }

    /** @param answers to status and to rooms, in this order */
    static String status(List<ServerEvent> answers, Speaker speaker) {
        if (answers.size() < 2
                || !(answers.getFirst() instanceof ServerEvent.Reply status)
                || !(answers.getLast() instanceof ServerEvent.Reply rooms)) {
            return refused(answers.getLast(), "getStatus", "");
        }
        ObjectNode frame = LegacyFrame.object()
                .put("action", "getStatus")
                .put("connectionId", speaker.connection().value());
        speaker.identity().ifPresent(identity -> {
            frame.put("role", identity.entity().type().value());
            branch(identity).ifPresent(branch -> frame.put("branchId", branch));
        });
        putRooms(frame, rooms.data());
        frame.set("connectedAt", status.data().path("connectedAt"));
        JsonNode platform = status.data().path("platform");
        frame.put("platform", platform.isTextual() ? platform.textValue() : "web");
        return LegacyFrame.write(frame.put("status", "active"));
    }

    private static Optional<String> branch(Identity identity) {
        return identity.scopes().stream()
                .filter(scope -> scope.name().equals("branch"))
                .map(Scope::value)
                .findFirst();
    }

    static String subscribed(ServerEvent answer, String room) {
        return answer instanceof ServerEvent.Reply
                ? LegacyFrame.write(done("subscribe").put("room", room).put("message", "Subscribed successfully"))
                : refused(answer, "subscribe", NO_PERMISSION + "subscribe to this room");
    }

    static String unsubscribed(ServerEvent answer, String room) {
        return answer instanceof ServerEvent.Reply
                ? LegacyFrame.write(done("unsubscribe").put("room", room).put("message", "Unsubscribed successfully"))
                : refused(answer, "unsubscribe", NO_PERMISSION + "leave this room");
    }

    static String subscribedTo(ServerEvent answer, String action, String thing, String id) {
        return answer instanceof ServerEvent.Reply
                ? LegacyFrame.write(done(action).put(thing + "Id", id))
                : refused(answer, action, NO_PERMISSION + "access this " + thing);
    }

    private static ObjectNode done(String action) {
        return LegacyFrame.object().put("action", action).put("success", true);
    }

    private static int putRooms(ObjectNode frame, JsonNode data) {
        ArrayNode list = frame.putArray("rooms");
        Rooms.named(data.path("rooms")).forEach(list::add);
        return list.size();
    }

    /** @param permission what to say where a rule does not allow it */
    private static String refused(ServerEvent answer, String action, String permission) {
        RejectionCode code = answer instanceof ServerEvent.Refused refused
                ? refused.rejection().code()
                : RejectionCode.INTERNAL;
        return code.status() == 403 ? refusal(action, "Unauthorized", permission) : refusal(action, "Request failed");
    }

    /** {@code {"error","action"}}. */
    static String refusal(String action, String error) {
        return LegacyFrame.write(LegacyFrame.object().put("error", error).put("action", action));
    }

    /** {@code {"error","message","action"}}. */
    static String refusal(String action, String error, String message) {
        return LegacyFrame.write(
                LegacyFrame.object().put("error", error).put("message", message).put("action", action));
    }

    /** {@code {"error","message"}}, without the action. */
    static String error(String error, String message) {
        return LegacyFrame.write(LegacyFrame.object().put("error", error).put("message", message));
    }

    /** These clients stop reconnecting at it, so it is said only where they are meant to. */
    static List<String> goAway(ServerEvent.GoAway goAway) {
        return List.of();
    }
}
