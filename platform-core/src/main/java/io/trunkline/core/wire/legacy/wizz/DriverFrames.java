package io.trunkline.core.wire.legacy.wizz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.legacy.LegacyFrame;
import java.time.Instant;
import java.util.Map;

/** What drivers are told. */
final class DriverFrames {
    /** What these apps call an event; its fields stand at the frame's top. */
    private static final Map<String, String> NAMES = Map.of(
            "order.offer_expired", "offer_expired",
            "order.offer_taken", "offer_taken",
            "order.offer_confirmed", "offer_acceptance_confirmed",
            "order.cancelled", "order_cancelled",
            "order.unassigned", "order_unassigned",
            "driver.location_request", "location_request",
            "system.notification", "system_notification");

    private DriverFrames() {}

    static String error(String message) {
        return LegacyFrame.write(LegacyFrame.object().put("type", "error").put("message", message));
    }

    static String refused(Rejection why) {
        return error(why.code() == RejectionCode.NOT_AUTHENTICATED ? "Not authenticated" : why.message());
    }

    static String timed(String type, Instant at) {
        return LegacyFrame.write(LegacyFrame.object().put("type", type).put("timestamp", Wizz.time(at)));
    }

    static String authenticated(String user, Instant at) {
        return LegacyFrame.write(LegacyFrame.object()
                .put("type", "auth_success")
                .put("userId", user)
                .put("userType", "driver")
                .put("timestamp", Wizz.time(at)));
    }

    static String authError() {
        return LegacyFrame.write(
                LegacyFrame.object().put("type", "auth_error").put("message", "Authentication failed"));
    }

    static String acknowledged(ServerEvent.Welcome welcome) {
        return LegacyFrame.write(LegacyFrame.object()
                .put("type", "connection_ack")
                .put("connectionId", welcome.connection().value())
                .put("timestamp", Wizz.time(welcome.at())));
    }

    static String heartbeat(ServerEvent answer, ConnectionId connection) {
        if (!(answer instanceof ServerEvent.Reply reply)) {
            return answer instanceof ServerEvent.Refused refused ? refused(refused.rejection()) : error("");
        }
        String at = reply.data().path("at").asText();
        return LegacyFrame.write(LegacyFrame.object()
                .put("type", "heartbeat_response")
                .put("timestamp", at)
                .put("connectionId", connection.value())
                .put("serverTime", at));
    }

    static String published(ServerEvent.Published event) {
        JsonNode data = event.data();
        String at = Wizz.time(event.at());
        return switch (event.event()) {
            case "order.offer" -> {
                ObjectNode frame = LegacyFrame.object().put("type", "new_wave_offer");
                frame.set("offer", data);
                yield LegacyFrame.write(frame.put("timestamp", at));
            }
            case "order.assignment" -> {
                ObjectNode frame =
                        LegacyFrame.object().put("type", "driver_assignment").put("action", "order_assignment_request");
                frame.set("data", data);
                yield LegacyFrame.write(frame.put("timestamp", at));
            }
            case "order.assigned" ->
                flat(LegacyFrame.object().put("action", "order_assigned").put("type", "order_assignment"), data, at);
            case Wizz.ORDER_STATUS -> Wizz.orderStatusChange(data, at);
            default -> {
                String name = NAMES.get(event.event());
                yield name == null
                        ? Wizz.other(event, "data")
                        : flat(LegacyFrame.object().put("type", name), data, at);
            }
        };
    }

    /** The event's fields beside the frame's own, which they cannot take the place of. */
    private static String flat(ObjectNode frame, JsonNode data, String at) {
        for (Map.Entry<String, JsonNode> field : data.properties()) {
            if (!frame.has(field.getKey())) {
                frame.set(field.getKey(), field.getValue());
            }
        }
        return LegacyFrame.write(frame.put("timestamp", at));
    }
}
