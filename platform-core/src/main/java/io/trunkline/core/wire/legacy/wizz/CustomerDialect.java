package io.trunkline.core.wire.legacy.wizz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code wizz-customer}, the shared API as customers speak it: {@code action}, else {@code type}, in;
 * {@code {"action":…}} as answers and {@code {"type":…}} as events out.
 */
public final class CustomerDialect implements WireDialect {
    public static final String ID = "wizz-customer";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        if (!FrameSize.fits(frame)) {
            return bad(RejectionCode.TOO_LARGE, error("Message is too large", speaker.at()));
        }
        // the older server's words for what it could not read
        return LegacyFrame.read(frame)
                .map(read -> asked(read, speaker.at()))
                .orElseGet(() -> bad(RejectionCode.BAD_JSON, error("Internal server error", speaker.at())));
    }

    private static DecodeOutcome asked(LegacyFrame frame, Instant at) {
        String action = Wizz.first(frame, "action", "type").orElse("undefined");
        return switch (action) {
            case "ping" -> beat("pong", at);
            case "heartbeat" -> beat("heartbeat_response", at);
            case "subscribe_business_status", "unsubscribe_business_status" ->
                Wizz.first(frame, "businessId", "merchantId")
                        .map(id -> subscription(action, Wizz.merchantStatus(id), at))
                        .orElseGet(() -> missing("businessId", at));
            case "subscribe_order", "unsubscribe_order" ->
                frame.text("orderId")
                        .map(id -> subscription(action, Wizz.order(id), at))
                        .orElseGet(() -> missing("orderId", at));
            default -> bad(RejectionCode.UNKNOWN_ACTION, error("Unknown action: " + action, at));
        };
    }

    private static DecodeOutcome beat(String answer, Instant at) {
        return new DecodeOutcome.Decoded(
                List.of(new ClientAction.Ping(Optional.empty())),
                answers -> List.of(Wizz.refusal(answers)
                        .map(why -> error(why.message(), at))
                        .orElseGet(() -> LegacyFrame.write(LegacyFrame.object()
                                .put("action", answer)
                                .put(
                                        "timestamp",
                                        LegacyFrame.dataOf(answers.getLast())
                                                .map(data -> data.path("at").asText())
                                                .orElse(""))))));
    }

    /** Who subscribes is told the present state as well, as an event like those that follow. */
    private static DecodeOutcome subscription(String action, Optional<RoomName> room, Instant at) {
        if (room.isEmpty()) {
            return bad(RejectionCode.BAD_ROOM, error("Invalid id for " + action, at));
        }
        List<ClientAction> actions = action.startsWith("un")
                ? List.of(new ClientAction.Unsubscribe(Optional.empty(), room.get()))
                : List.of(
                        new ClientAction.Subscribe(Optional.empty(), room.get(), Optional.empty()),
                        new ClientAction.Latest(Optional.empty(), room.get()));
        return new DecodeOutcome.Decoded(actions, answers -> {
            Optional<Rejection> refusal = Wizz.refusal(answers);
            if (refusal.isPresent()) {
                return List.of(LegacyFrame.write(LegacyFrame.object()
                        .put("action", "error")
                        .put("message", refusal.get().message())
                        .put("originalAction", action)
                        .put("timestamp", Wizz.time(at))));
            }
            List<String> frames = new ArrayList<>();
            frames.add(LegacyFrame.write(LegacyFrame.object()
                    .put("action", "ack")
                    .put("originalAction", action)
                    .put("timestamp", Wizz.time(at))));
            LegacyFrame.dataOf(answers.getLast())
                    .map(data -> data.path("latest"))
                    .filter(JsonNode::isObject)
                    .ifPresent(latest -> frames.add(state(
                            latest.path("event").asText(),
                            latest.path("data"),
                            latest.path("at").asText())));
            return frames;
        });
    }

    private static String state(String event, JsonNode data, String at) {
        return switch (event) {
            case Wizz.MERCHANT_STATUS -> Wizz.merchantStatusChange(data, at);
            case Wizz.ORDER_STATUS -> Wizz.orderStatusChange(data, at);
            case Wizz.DRIVER_LOCATION -> location(data, at);
            default -> {
                ObjectNode frame = LegacyFrame.object().put("type", event);
                frame.set("data", data);
                yield LegacyFrame.write(frame.put("timestamp", at));
            }
        };
    }

    private static String location(JsonNode data, String at) {
        ObjectNode frame = LegacyFrame.object().put("type", "driver_location_update");
        Wizz.copy(data, frame, "orderId", "latitude", "longitude", "heading", "speed", "driverId");
        return LegacyFrame.write(frame.put("timestamp", at));
    }

    private static DecodeOutcome missing(String field, Instant at) {
        return bad(RejectionCode.BAD_FIELD, error("Missing " + field, at));
    }

    private static String error(String message, Instant at) {
        return LegacyFrame.write(LegacyFrame.object()
                .put("action", "error")
                .put("message", message)
                .put("timestamp", Wizz.time(at)));
    }

    private static DecodeOutcome bad(RejectionCode code, String frame) {
        return new DecodeOutcome.Undecodable(Rejection.of(code), List.of(frame));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Welcome welcome ->
                List.of(LegacyFrame.write(LegacyFrame.object()
                        .put("type", "CONNECTION_ESTABLISHED")
                        .put("message", "Connected to customer notifications")
                        .put("timestamp", Wizz.time(welcome.at()))
                        .put("entityType", "customer")
                        .put("connectionId", welcome.connection().value())));
            case ServerEvent.Published published ->
                List.of(state(published.event(), published.data(), Wizz.time(published.at())));
            case ServerEvent.Refused refused ->
                List.of(untimed(refused.rejection().message()));
            case ServerEvent.GoAway goAway ->
                List.of(untimed("The connection is closed by the server: " + goAway.reason()));
            case ServerEvent.Reply _, ServerEvent.Presence _ -> List.of();
        };
    }

    private static String untimed(String message) {
        return LegacyFrame.write(LegacyFrame.object().put("action", "error").put("message", message));
    }
}
