package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Moments;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.legacy.LegacyFrame;
import java.util.List;
import java.util.Optional;

/** {@code manufacturing27}: {@code {"action","data"}} in, {@code {"action",…}} and {@code {"type","data",…}} out. */
public final class Manufacturing27Dialect implements WireDialect {
    public static final String ID = "manufacturing27";

    /** What every event's envelope says. */
    static final String VERSION = "1.0";

    private static final String NEW_LOGIN =
            "You have been logged out because a new session was started on another device";
    private static final String ADMIN_LOGOUT = "Your session was terminated by an administrator";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        if (!FrameSize.fits(frame)) {
            // the older server said nothing to such a frame either
            return new DecodeOutcome.Undecodable(Rejection.of(RejectionCode.TOO_LARGE), List.of());
        }
        return LegacyFrame.read(frame)
                .map(read -> asked(read, speaker))
                .orElseGet(() -> new DecodeOutcome.Undecodable(
                        Rejection.of(RejectionCode.BAD_JSON),
                        List.of(Refusals.error("Invalid JSON", "Message body must be valid JSON"))));
    }

    private static DecodeOutcome asked(LegacyFrame frame, Speaker speaker) {
        Optional<String> action = Optional.of(frame.node("action"))
                .filter(node -> node.isValueNode() && !node.asText().isEmpty())
                .map(JsonNode::asText);
        LegacyFrame data = frame.within("data");
        return switch (action.orElse("")) {
            case "ping" -> asks(new ClientAction.Ping(Optional.empty()), answers -> Answers.pong(answers.getFirst()));
            case "getRooms" ->
                asks(new ClientAction.Rooms(Optional.empty()), answers -> Answers.rooms(answers.getFirst(), speaker));
            case "getStatus" ->
                new DecodeOutcome.Decoded(
                        List.of(new ClientAction.Status(Optional.empty()), new ClientAction.Rooms(Optional.empty())),
                        answers -> List.of(Answers.status(answers, speaker)));
            case "subscribe" -> subscribe(data);
            case "unsubscribe" -> unsubscribe(data);
            case "subscribeToOrder" -> subscribeTo("order", "orderId", action.get(), data);
            case "subscribeToMachine" -> subscribeTo("machine", "machineId", action.get(), data);
            case "subscribeToDaybook" -> subscribeTo("daybook", "branchId", action.get(), data);
            case "subscribeToDispatch" -> subscribeTo("dispatch", "branchId", action.get(), data);
            case "subscribeToDashboard" -> subscribeTo("dashboard", "branchId", action.get(), data);
            case "getConnectionId" ->
                new DecodeOutcome.Decoded(List.of(), _ -> List.of(Answers.connection(speaker.connection())));
            case "order:list", "order:get", "machine:list", "machine:get", "customer:list", "dashboard:get" ->
                new DecodeOutcome.Undecodable(
                        Rejection.of(RejectionCode.UNKNOWN_ACTION),
                        List.of(Refusals.unanswered(action.get(), frame.text("requestId"))));
            default ->
                Calls.read(action.orElse(""), data, frame.node("data"), speaker).orElseGet(() -> unknown(action));
        };
    }

    private static DecodeOutcome subscribe(LegacyFrame data) {
        Optional<String> name = data.text("room");
        if (name.isEmpty()) {
            return bad(Refusals.of("subscribe", "Missing room parameter"));
        }
        if (Rooms.needsAnActionOfItsOwn(name.get())) {
            return bad(Refusals.of(
                    "subscribe",
                    "Use specific subscribe action",
                    "Use subscribeToOrder, subscribeToMachine, or subscribeToCustomer instead"));
        }
        return Rooms.read(name.get())
                .map(room -> asks(
                        new ClientAction.Subscribe(Optional.empty(), room, Optional.empty()),
                        answers -> Answers.subscribed(answers.getFirst(), name.get())))
                .orElseGet(() -> bad(Refusals.of("subscribe", "Invalid room name format")));
    }

    private static DecodeOutcome unsubscribe(LegacyFrame data) {
        Optional<String> name = data.text("room");
        if (name.isEmpty()) {
            return bad(Refusals.of("unsubscribe", "Missing room parameter"));
        }
        return Rooms.read(name.get())
                .map(room -> asks(
                        new ClientAction.Unsubscribe(Optional.empty(), room),
                        answers -> Answers.unsubscribed(answers.getFirst(), name.get())))
                .orElseGet(() -> bad(Refusals.of("unsubscribe", "Invalid room name format")));
    }

    /** A subscription to one {@code thing}, or to a branch's things of a kind. */
    private static DecodeOutcome subscribeTo(String thing, String field, String action, LegacyFrame data) {
        Optional<String> id = data.text(field);
        if (id.isEmpty()) {
            return bad(Refusals.of(action, "Missing " + field + " parameter"));
        }
        return Rooms.read(thing + ":" + id.get())
                .map(room -> asks(
                        new ClientAction.Subscribe(Optional.empty(), room, Optional.empty()),
                        answers -> Answers.subscribedTo(answers.getFirst(), action, thing, field, id.get())))
                .orElseGet(() -> bad(Refusals.of(action, "Failed to subscribe to " + thing)));
    }

    private static DecodeOutcome unknown(Optional<String> action) {
        return new DecodeOutcome.Undecodable(
                Rejection.of(RejectionCode.UNKNOWN_ACTION),
                List.of(Refusals.error(
                        "Unknown action", "Action \"" + action.orElse("undefined") + "\" is not supported")));
    }

    private interface OneFrame {
        String of(List<ServerEvent> answers);
    }

    private static DecodeOutcome asks(ClientAction action, OneFrame answer) {
        return new DecodeOutcome.Decoded(List.of(action), answers -> List.of(answer.of(answers)));
    }

    private static DecodeOutcome bad(String frame) {
        return new DecodeOutcome.Undecodable(Rejection.of(RejectionCode.BAD_FIELD), List.of(frame));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Published published -> {
                ObjectNode frame = LegacyFrame.object().put("type", published.event());
                frame.set("data", published.data());
                yield List.of(LegacyFrame.write(
                        frame.put("timestamp", Moments.text(published.at())).put("version", VERSION)));
            }
            case ServerEvent.GoAway goAway -> goAway(goAway);
            case ServerEvent.Welcome welcome -> List.of(Answers.connected(welcome));
            case ServerEvent.Refused refused -> List.of(Refusals.anywhere(refused.rejection()));
            case ServerEvent.Reply _, ServerEvent.Presence _ -> List.of();
        };
    }

    /** These clients stop reconnecting at it, so it is said only where somebody ended their session. */
    private static List<String> goAway(ServerEvent.GoAway goAway) {
        if (goAway.at().isEmpty()) {
            return List.of();
        }
        boolean newLogin = goAway.reason().equals("new_login");
        ObjectNode frame = LegacyFrame.object().put("type", "session:force_logout");
        frame.putObject("data")
                .put("reason", newLogin ? "new_login" : "admin_logout")
                .put("message", newLogin ? NEW_LOGIN : ADMIN_LOGOUT)
                .put("timestamp", Moments.text(goAway.at().get()));
        return List.of(LegacyFrame.write(frame));
    }
}
