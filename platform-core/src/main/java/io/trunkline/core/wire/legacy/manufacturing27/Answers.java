package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.ConnectionId;
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
    private static final String FAILED = "Request failed";

    private Answers() {}

    static String pong(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply
                ? LegacyFrame.write(LegacyFrame.object()
                        .put("action", "pong")
                        .put("timestamp", reply.data().path("at").asText()))
                : Refusals.of(answer, "ping", "", FAILED);
    }

    static String rooms(ServerEvent answer, Speaker speaker) {
        if (!(answer instanceof ServerEvent.Reply reply)) {
            return Refusals.of(answer, "getRooms", "", FAILED);
        }
        ObjectNode frame = LegacyFrame.object().put("action", "getRooms");
        int count = putRooms(frame, Rooms.named(reply.data().path("rooms"), speaker.identity()));
        return LegacyFrame.write(frame.put("count", count));
    }

    /** @param answers to status and to rooms, in this order */
    static String status(List<ServerEvent> answers, Speaker speaker) {
        if (answers.size() < 2
                || !(answers.getFirst() instanceof ServerEvent.Reply status)
                || !(answers.getLast() instanceof ServerEvent.Reply rooms)) {
            return Refusals.of(answers.getLast(), "getStatus", "", FAILED);
        }
        ObjectNode frame = LegacyFrame.object()
                .put("action", "getStatus")
                .put("connectionId", speaker.connection().value());
        speaker.identity().ifPresent(identity -> {
            frame.put("role", identity.entity().type().value());
            frame.put("branchId", branch(identity).orElse(null));
        });
        putRooms(frame, Rooms.named(rooms.data().path("rooms"), speaker.identity()));
        frame.set("connectedAt", status.data().path("connectedAt"));
        JsonNode platform = status.data().path("platform");
        frame.put("platform", platform.isTextual() ? platform.textValue() : "web");
        return LegacyFrame.write(frame.put("status", "active"));
    }

    /** What newer clients wait for before they subscribe. */
    static String connected(ServerEvent.Welcome welcome) {
        ObjectNode frame = LegacyFrame.object()
                .put("type", "connected")
                .put("connectionId", welcome.connection().value());
        putRooms(frame, Rooms.named(welcome.rooms().stream(), Optional.of(welcome.identity())));
        return LegacyFrame.write(
                frame.put("branchId", branch(welcome.identity()).orElse(null)));
    }

    /** What newer clients ask for by {@code getConnectionId}. */
    static String connection(ConnectionId id) {
        return LegacyFrame.write(LegacyFrame.object().put("type", "connection").put("connectionId", id.value()));
    }

    /** One branch, where there are several the first in order; a master admin may have none. */
    private static Optional<String> branch(Identity identity) {
        return identity.scopes().stream()
                .filter(scope -> scope.name().equals("branch"))
                .map(Scope::value)
                .sorted()
                .findFirst();
    }

    static String subscribed(ServerEvent answer, String room) {
        return answer instanceof ServerEvent.Reply
                ? LegacyFrame.write(done("subscribe").put("room", room).put("message", "Subscribed successfully"))
                : Refusals.of(answer, "subscribe", NO_PERMISSION + "subscribe to this room", FAILED);
    }

    static String unsubscribed(ServerEvent answer, String room) {
        return answer instanceof ServerEvent.Reply
                ? LegacyFrame.write(done("unsubscribe").put("room", room).put("message", "Unsubscribed successfully"))
                : Refusals.of(answer, "unsubscribe", NO_PERMISSION + "leave this room", FAILED);
    }

    /** @param field the name of the id in the request and in its answer */
    static String subscribedTo(ServerEvent answer, String action, String thing, String field, String id) {
        return answer instanceof ServerEvent.Reply
                ? LegacyFrame.write(done(action).put(field, id))
                : Refusals.of(
                        answer, action, NO_PERMISSION + "access this " + thing, "Failed to subscribe to " + thing);
    }

    private static ObjectNode done(String action) {
        return LegacyFrame.object().put("action", action).put("success", true);
    }

    private static int putRooms(ObjectNode frame, List<String> names) {
        ArrayNode list = frame.putArray("rooms");
        names.forEach(list::add);
        return list.size();
    }
}
