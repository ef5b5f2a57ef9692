package io.trunkline.core.wire.legacy.landinghub;

import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import io.trunkline.core.wire.Wording;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * {@code landinghub}: what the server of these apps understood, and what their second and third version said to it in
 * vain.
 */
public final class LandinghubDialect implements WireDialect {
    public static final String ID = "landinghub";

    private static final Wording NOTHING = answers -> List.of();

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        if (!FrameSize.fits(frame)) {
            return bad(RejectionCode.TOO_LARGE, Answers.error("Message too large"));
        }
        return LegacyFrame.read(frame)
                .map(read -> asked(read, speaker))
                .orElseGet(() -> bad(RejectionCode.BAD_JSON, Answers.notJson(speaker)));
    }

    private static DecodeOutcome asked(LegacyFrame frame, Speaker speaker) {
        return switch (frame.text("action").orElse("")) {
            case "ping" ->
                asks(new ClientAction.Ping(Optional.empty()), answers -> List.of(Answers.pong(answers.getFirst())));
            // the dashboard's rooms are automatic: who it is for has been in them since the connect
            case "dashboard:join" ->
                asks(
                        new ClientAction.Hello(Optional.empty()),
                        answers -> List.of(Answers.dashboardJoined(answers.getFirst())));
            case "dashboard:refresh" ->
                asks(
                        new ClientAction.Hello(Optional.empty()),
                        answers -> List.of(Answers.dashboardRefresh(answers.getFirst())));
            case "dashboard:leave" -> new DecodeOutcome.Decoded(List.of(), NOTHING);
            case "chat:join_room", "chat:join", "join_room" -> inRoom(frame, LandinghubDialect::join);
            case "chat:leave_room", "chat:leave", "leave_room" -> inRoom(frame, LandinghubDialect::leave);
            case "chat:message" -> inRoom(frame, room -> message(frame, room, speaker));
            default -> bad(RejectionCode.UNKNOWN_ACTION, Answers.error("Unknown action"));
        };
    }

    private static DecodeOutcome inRoom(LegacyFrame frame, Function<RoomName.Topic, DecodeOutcome> action) {
        Optional<String> id = frame.text("roomId").or(() -> frame.within("data").text("roomId"));
        if (id.isEmpty()) {
            return bad(RejectionCode.BAD_FIELD, Answers.chatError("Room ID required"));
        }
        RoomName.Topic room;
        try {
            room = ChatRooms.room(id.get());
        } catch (MalformedKeyException e) {
            return bad(RejectionCode.BAD_ROOM, Answers.chatError("Invalid room ID"));
        }
        return action.apply(room);
    }

    private static DecodeOutcome join(RoomName.Topic room) {
        return asks(
                new ClientAction.Subscribe(Optional.empty(), room, Optional.empty()),
                answers -> List.of(Answers.joined(answers.getFirst(), room.id())));
    }

    private static DecodeOutcome leave(RoomName.Topic room) {
        return asks(
                new ClientAction.Unsubscribe(Optional.empty(), room),
                answers -> Answers.onlyRefusal(answers.getFirst()));
    }

    /** Whose message it is follows from who speaks; what the frame says of it is not asked. */
    private static DecodeOutcome message(LegacyFrame frame, RoomName.Topic room, Speaker speaker) {
        Optional<String> text =
                frame.text("message").or(() -> frame.within("data").text("message"));
        if (text.isEmpty()) {
            return bad(RejectionCode.BAD_FIELD, Answers.chatError("Message required"));
        }
        return asks(
                new ClientAction.Publish(
                        Optional.empty(),
                        room,
                        Pushes.NEW_MESSAGE,
                        ChatMessages.said(text.get(), room.id(), speaker),
                        Optional.empty()),
                answers -> Answers.onlyRefusal(answers.getFirst()));
    }

    private static DecodeOutcome asks(ClientAction action, Wording wording) {
        return new DecodeOutcome.Decoded(List.of(action), wording);
    }

    private static DecodeOutcome bad(RejectionCode code, String frame) {
        return new DecodeOutcome.Undecodable(Rejection.of(code), List.of(frame));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Published published -> Pushes.frames(published);
            case ServerEvent.Refused refused -> List.of(Answers.error(Answers.reason(refused)));
            case ServerEvent.GoAway goAway -> List.of(Answers.error("Connection is closing: " + goAway.reason()));
            case ServerEvent.Reply _, ServerEvent.Presence _, ServerEvent.Welcome _ -> List.of();
        };
    }
}
