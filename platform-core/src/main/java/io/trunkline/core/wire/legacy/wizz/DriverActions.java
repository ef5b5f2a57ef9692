package io.trunkline.core.wire.legacy.wizz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * What one frame of a driver asks. The older envelope holds its fields under {@code data}, in names with underscores;
 * they are looked for in both places.
 */
final class DriverActions {
    private static final Set<String> STATUSES = Set.of("online", "offline", "busy", "break");
    private static final RoomName DISPATCH = new RoomName.Type(new EntityType("dispatcher"));

    private final LegacyFrame frame;
    private final Speaker speaker;

    DriverActions(LegacyFrame frame, Speaker speaker) {
        this.frame = frame;
        this.speaker = speaker;
    }

    /** The field in the frame or in its envelope's data, under any of these names. */
    Optional<String> text(String... names) {
        return Wizz.first(frame, names).or(() -> Wizz.first(frame.within("data"), names));
    }

    private JsonNode node(String name) {
        JsonNode own = frame.node(name);
        return own.isMissingNode() ? frame.within("data").node(name) : own;
    }

    /** Whom the frame speaks of; where it does not say so, the driver itself. */
    private String driver() {
        return text("driverId", "driver_id")
                .or(() -> speaker.identity().map(identity -> identity.entity().id()))
                .orElse("unknown");
    }

    DecodeOutcome authenticate() {
        Optional<String> token = frame.text("token");
        if (token.isEmpty()) {
            return DriverDialect.bad(RejectionCode.BAD_FIELD, DriverFrames.authError());
        }
        return new DecodeOutcome.Decoded(
                List.of(new ClientAction.Authenticate(Optional.empty(), token.get(), Map.of())),
                answers -> List.of(
                        Wizz.refusal(answers).isPresent()
                                ? DriverFrames.authError()
                                : DriverFrames.authenticated(
                                        LegacyFrame.dataOf(answers.getLast())
                                                .map(data -> data.path("user").asText())
                                                .orElse(""),
                                        speaker.at())));
    }

    DecodeOutcome heartbeat() {
        return asks(
                List.of(new ClientAction.Ping(Optional.empty())),
                answers -> List.of(DriverFrames.heartbeat(answers.getLast(), speaker.connection())));
    }

    /** Two frames, as one client waits for the first and another for the second. */
    DecodeOutcome connect() {
        return told(
                driver(),
                Wizz.DRIVER_STATUS,
                status(text("status").filter(STATUSES::contains).orElse("online")),
                List.of(connected("driver_connect_ack"), connected("connection_confirmed")));
    }

    private String connected(String type) {
        return LegacyFrame.write(LegacyFrame.object()
                .put("type", type)
                .put("connectionId", speaker.connection().value())
                .put("driverId", driver())
                .put("timestamp", Wizz.time(speaker.at())));
    }

    DecodeOutcome status(String status, List<String> confirmations) {
        if (!STATUSES.contains(status)) {
            return DriverDialect.bad(
                    RejectionCode.BAD_FIELD, DriverFrames.error("status must be online, offline, busy or break"));
        }
        return told(
                driver(),
                Wizz.DRIVER_STATUS,
                status(status),
                confirmations.stream()
                        .map(type -> LegacyFrame.write(LegacyFrame.object()
                                .put("type", type)
                                .put("status", status)
                                .put("timestamp", Wizz.time(speaker.at()))))
                        .toList());
    }

    private ObjectNode status(String status) {
        ObjectNode data = LegacyFrame.object().put("driverId", driver()).put("status", status);
        put(data, "location", node("location"));
        return data;
    }

    /** To whoever is let into the driver's room; and where the frame names an order, to its parties. */
    DecodeOutcome location() {
        if (!node("latitude").isNumber() || !node("longitude").isNumber()) {
            return DriverDialect.bad(
                    RejectionCode.BAD_FIELD, DriverFrames.error("Missing required fields: latitude, longitude"));
        }
        Optional<String> order = text("orderId", "order_id");
        ObjectNode data = LegacyFrame.object();
        order.ifPresent(id -> data.put("orderId", id));
        for (String field : List.of("latitude", "longitude", "heading", "speed")) {
            put(data, field, node(field));
        }
        data.put("driverId", driver());
        List<ClientAction> actions = new ArrayList<>();
        Wizz.driver(driver()).ifPresent(room -> actions.add(publish(room, Wizz.DRIVER_LOCATION, data)));
        order.flatMap(Wizz::order).ifPresent(room -> actions.add(publish(room, Wizz.DRIVER_LOCATION, data)));
        return confirmed(actions, List.of(DriverFrames.timed("location_update_confirmed", speaker.at())));
    }

    DecodeOutcome orderStatus() {
        Optional<String> order = text("orderId", "order_id");
        Optional<String> status = text("status");
        if (order.isEmpty() || status.isEmpty()) {
            return DriverDialect.bad(
                    RejectionCode.BAD_FIELD, DriverFrames.error("Missing required fields: orderId, status"));
        }
        ObjectNode data = LegacyFrame.object()
                .put("orderId", order.get())
                .put("status", status.get())
                .put("driverId", driver());
        put(data, "location", node("location"));
        return confirmed(
                Wizz.order(order.get()).stream()
                        .map(room -> publish(room, Wizz.ORDER_STATUS, data))
                        .toList(),
                List.of(LegacyFrame.write(LegacyFrame.object()
                        .put("type", "order_status_update_confirmed")
                        .put("orderId", order.get())
                        .put("status", status.get())
                        .put("timestamp", Wizz.time(speaker.at())))));
    }

    /** The answer goes to dispatch, which alone says whose the order is. */
    DecodeOutcome assignment(Optional<String> response) {
        Optional<String> order = text("orderId", "order_id");
        Optional<String> assignment = text("assignmentId", "assignment_id", "message_id");
        if (order.isEmpty() || assignment.isEmpty() || response.isEmpty()) {
            return DriverDialect.bad(
                    RejectionCode.BAD_FIELD,
                    DriverFrames.error("Missing required fields: orderId, assignmentId, response"));
        }
        ObjectNode data = LegacyFrame.object()
                .put("orderId", order.get())
                .put("assignmentId", assignment.get())
                .put("response", response.get())
                .put("driverId", driver());
        put(data, "reason", node("reason"));
        put(data, "estimatedPickupTime", node("estimatedPickupTime"));
        return toDispatch(
                "order.assignment_response",
                data,
                LegacyFrame.write(LegacyFrame.object()
                        .put("type", "assignment_response_confirmed")
                        .put("orderId", order.get())
                        .put("assignmentId", assignment.get())
                        .put("response", response.get())
                        .put("timestamp", Wizz.time(speaker.at()))));
    }

    DecodeOutcome emergency() {
        ObjectNode data = LegacyFrame.object().put("driverId", driver());
        put(data, "alert", frame.node("data"));
        return toDispatch("driver.emergency", data, DriverFrames.timed("emergency_alert_confirmed", speaker.at()));
    }

    /** Confirmed where somebody of dispatch got it: it is kept nowhere. */
    private DecodeOutcome toDispatch(String event, ObjectNode data, String confirmation) {
        return asks(
                List.of(new ClientAction.Send(Optional.empty(), DISPATCH, event, data)),
                answers -> List.of(Wizz.refusal(answers)
                        .map(DriverFrames::refused)
                        .orElseGet(() -> LegacyFrame.dataOf(answers.getLast())
                                        .filter(receipt -> receipt.path("delivered")
                                                                .asInt()
                                                        + receipt.path("queued").asInt()
                                                > 0)
                                        .isPresent()
                                ? confirmation
                                : DriverFrames.error("Nobody of dispatch is there; try again"))));
    }

    DecodeOutcome message(String type) {
        Optional<String> target = frame.text("target_id");
        Optional<RoomName> to = target.flatMap(id -> entity(type, id));
        if (to.isEmpty()) {
            return DriverDialect.bad(RejectionCode.BAD_FIELD, DriverFrames.error("Missing required fields: target_id"));
        }
        ObjectNode data = LegacyFrame.object().put("driverId", driver());
        put(data, "message", frame.node("data"));
        ObjectNode confirmation = LegacyFrame.object().put("type", "message_confirmed");
        put(confirmation, "message_id", frame.node("message_id"));
        return confirmed(
                List.of(new ClientAction.Send(Optional.empty(), to.get(), "driver.message", data)),
                List.of(LegacyFrame.write(confirmation.put("timestamp", Wizz.time(speaker.at())))));
    }

    private static Optional<RoomName> entity(String type, String id) {
        try {
            return Optional.of(new RoomName.Entity(new EntityRef(new EntityType(type), id)));
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }

    /** Topics are rooms by the same names: {@code driver:…}, {@code order:…}, {@code system:global}. */
    DecodeOutcome topic(String confirmation, boolean joins) {
        Optional<String> topic = frame.text("topic");
        Optional<RoomName> room = topic.flatMap(DriverActions::room);
        if (topic.isEmpty() || room.isEmpty()) {
            return DriverDialect.bad(RejectionCode.BAD_ROOM, DriverFrames.error("Invalid topic"));
        }
        return confirmed(
                List.of(
                        joins
                                ? new ClientAction.Subscribe(Optional.empty(), room.get(), Optional.empty())
                                : new ClientAction.Unsubscribe(Optional.empty(), room.get())),
                List.of(LegacyFrame.write(LegacyFrame.object()
                        .put("type", confirmation)
                        .put("topic", topic.get())
                        .put("timestamp", Wizz.time(speaker.at())))));
    }

    private static Optional<RoomName> room(String topic) {
        try {
            RoomName room = RoomName.parse(topic);
            return room instanceof RoomName.Topic named
                            && Set.of("driver", "order", "system").contains(named.kind())
                    ? Optional.of(room)
                    : Optional.empty();
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }

    private DecodeOutcome told(String driver, String event, ObjectNode data, List<String> confirmations) {
        return confirmed(
                Wizz.driver(driver).stream()
                        .map(room -> publish(room, event, data))
                        .toList(),
                confirmations);
    }

    private static ClientAction publish(RoomName room, String event, ObjectNode data) {
        return new ClientAction.Publish(Optional.empty(), room, event, data);
    }

    private static DecodeOutcome confirmed(List<ClientAction> actions, List<String> confirmations) {
        if (actions.isEmpty()) {
            return DriverDialect.bad(RejectionCode.BAD_FIELD, DriverFrames.error("An id is not written as one"));
        }
        return asks(actions, answers -> Wizz.refusal(answers)
                .map(why -> List.of(DriverFrames.refused(why)))
                .orElse(confirmations));
    }

    private static DecodeOutcome asks(List<ClientAction> actions, Function<List<ServerEvent>, List<String>> answer) {
        return new DecodeOutcome.Decoded(actions, answer::apply);
    }

    private static void put(ObjectNode to, String field, JsonNode value) {
        if (!value.isMissingNode()) {
            to.set(field, value);
        }
    }
}
