package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The newer clients' calls: what one user's client says to another's, sent on as an event to that user. Who sends it is
 * written into it by the server.
 */
final class Calls {
    /**
     * One frame of a call.
     *
     * @param to the field that names the other user
     * @param event what the other user's clients know it as
     */
    private record Kind(String to, String event) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "call:offer", new Kind("receiverId", "call:incoming"),
            "call:answer", new Kind("callerId", "call:answered"),
            "call:reject", new Kind("callerId", "call:rejected"),
            "call:end", new Kind("targetUserId", "call:ended"),
            "call:ice_candidate", new Kind("targetUserId", "call:ice_candidate"));

    private Calls() {}

    /** What the frame asks; empty where {@code action} is none of a call. */
    static Optional<DecodeOutcome> read(String action, LegacyFrame data, JsonNode fields, Speaker speaker) {
        return Optional.ofNullable(KINDS.get(action)).map(kind -> {
            Optional<String> other = data.text(kind.to());
            if (other.isEmpty()) {
                return bad(Refusals.of(action, "Missing " + kind.to() + " parameter"));
            }
            return Rooms.user(other.get())
                    .map(room -> send(action, kind, room, fields, speaker))
                    .orElseGet(() -> bad(Refusals.of(action, "User not found")));
        });
    }

    private static DecodeOutcome send(String action, Kind kind, RoomName to, JsonNode fields, Speaker speaker) {
        ObjectNode data = LegacyFrame.object();
        fields.properties().stream()
                .filter(field -> !field.getKey().equals(kind.to()))
                .forEach(field -> data.set(field.getKey(), field.getValue()));
        data.put(
                kind.event().equals("call:incoming") ? "callerId" : "userId",
                speaker.identity().map(Identity::user).orElse(""));
        return new DecodeOutcome.Decoded(
                List.of(new ClientAction.Send(Optional.empty(), to, kind.event(), data)),
                answers -> answers(answers.getFirst(), action, fields, speaker));
    }

    /** An offer is confirmed, or declined at once where the other has no client that could ring. */
    private static List<String> answers(ServerEvent answer, String action, JsonNode fields, Speaker speaker) {
        if (!(answer instanceof ServerEvent.Reply reply)) {
            return List.of(
                    Refusals.of(answer, action, "You do not have permission to call this user", "Request failed"));
        }
        if (!action.equals("call:offer")) {
            return List.of();
        }
        JsonNode receipt = reply.data();
        boolean rings =
                receipt.path("delivered").asInt() + receipt.path("queued").asInt() > 0;
        ObjectNode data = LegacyFrame.object();
        for (String field : List.of("receiverId", "callId", "callType")) {
            if (fields.has(field)) {
                data.set(field, fields.path(field));
            }
        }
        ObjectNode frame = LegacyFrame.object().put("type", rings ? "call:initiated" : "call:rejected");
        frame.set("data", rings ? data : data.put("reason", "unavailable"));
        return List.of(LegacyFrame.write(
                frame.put("timestamp", Moments.text(speaker.at())).put("version", Manufacturing27Dialect.VERSION)));
    }

    private static DecodeOutcome bad(String frame) {
        return new DecodeOutcome.Undecodable(Rejection.of(RejectionCode.BAD_FIELD), List.of(frame));
    }
}
