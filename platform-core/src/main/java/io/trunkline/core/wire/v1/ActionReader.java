package io.trunkline.core.wire.v1;

import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Wording;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes a client's action of a frame's fields, or says which field is wrong. */
final class ActionReader {
    private static final Wording WORDING =
            answers -> answers.stream().map(EventWriter::write).toList();

    private final Optional<String> id;
    private final FrameFields fields;

    private ActionReader(Optional<String> id, FrameFields fields) {
        this.id = id;
        this.fields = fields;
    }

    static DecodeOutcome read(FrameReading frame) {
        if (frame.problem().isPresent()) {
            return undecodable(frame.id(), Optional.empty(), frame.problem().get());
        }
        FrameFields fields = new FrameFields(frame.fields());
        return fields.text("action")
                .map(name -> new ActionReader(frame.id(), fields).named(name))
                .orElseGet(() -> undecodable(frame.id(), Optional.empty(), problemOf(fields)));
    }

    private DecodeOutcome named(String name) {
        return switch (name) {
            case "hello" -> outcome(name, plain(new ClientAction.Hello(id)));
            case "ping" -> outcome(name, plain(new ClientAction.Ping(id)));
            case "rooms" -> outcome(name, plain(new ClientAction.Rooms(id)));
            case "status" -> outcome(name, plain(new ClientAction.Status(id)));
            case "subscribe" -> outcome(name, subscribe());
            case "unsubscribe" -> outcome(name, unsubscribe());
            case "send" -> outcome(name, send());
            case "publish" -> outcome(name, publish());
            case "history" -> outcome(name, history());
            case "refresh" -> outcome(name, refresh());
            case "presence" -> outcome(name, presence());
            case "latest" -> outcome(name, latest());
            case "bye" -> outcome(name, plain(new ClientAction.Bye(id)));
            case "authenticate" -> outcome(name, authenticate());
            default -> undecodable(id, Optional.empty(), Rejection.of(RejectionCode.UNKNOWN_ACTION));
        };
    }

    private Optional<ClientAction> plain(ClientAction action) {
        return fields.holdsOnly(Set.of()) ? Optional.of(action) : Optional.empty();
    }

    private Optional<ClientAction> subscribe() {
        return fields.holdsOnly(Set.of("room", "since"))
                ? fields.room().flatMap(room -> fields.since()
                        .map(since -> new ClientAction.Subscribe(id, room, since.position())))
                : Optional.empty();
    }

    private Optional<ClientAction> unsubscribe() {
        return fields.holdsOnly(Set.of("room"))
                ? fields.room().map(room -> new ClientAction.Unsubscribe(id, room))
                : Optional.empty();
    }

    private Optional<ClientAction> send() {
        return fields.holdsOnly(Set.of("to", "event", "data", "idempotencyKey"))
                ? fields.address().flatMap(to -> fields.event().flatMap(event -> fields.idempotencyKey()
                        .map(once -> new ClientAction.Send(id, to, event, fields.data(), once.key()))))
                : Optional.empty();
    }

    private Optional<ClientAction> publish() {
        return fields.holdsOnly(Set.of("room", "event", "data", "idempotencyKey"))
                ? fields.room().flatMap(room -> fields.event().flatMap(event -> fields.idempotencyKey()
                        .map(once -> new ClientAction.Publish(id, room, event, fields.data(), once.key()))))
                : Optional.empty();
    }

    private Optional<ClientAction> history() {
        return fields.holdsOnly(Set.of("room", "since", "limit"))
                ? fields.room().flatMap(room -> fields.since().flatMap(since -> fields.number(
                                "limit", ClientAction.History.MOST_EVENTS, ClientAction.History.USUAL_EVENTS)
                        .map(limit -> new ClientAction.History(id, room, since.position(), limit))))
                : Optional.empty();
    }

    private Optional<ClientAction> refresh() {
        return fields.holdsOnly(Set.of("token"))
                ? fields.text("token").map(token -> new ClientAction.Refresh(id, token))
                : Optional.empty();
    }

    private Optional<ClientAction> latest() {
        return fields.holdsOnly(Set.of("room"))
                ? fields.room().map(room -> new ClientAction.Latest(id, room))
                : Optional.empty();
    }

    private Optional<ClientAction> authenticate() {
        return fields.holdsOnly(Set.of("token", "select"))
                ? fields.text("token").flatMap(token -> fields.texts("select")
                        .map(selection -> new ClientAction.Authenticate(id, token, selection)))
                : Optional.empty();
    }

    private Optional<ClientAction> presence() {
        return fields.holdsOnly(Set.of("room", "after"))
                ? fields.room().flatMap(room -> fields.place("after")
                        .map(after -> new ClientAction.Presence(id, room, after.text())))
                : Optional.empty();
    }

    private DecodeOutcome outcome(String name, Optional<ClientAction> action) {
        return action.<DecodeOutcome>map(asked -> new DecodeOutcome.Decoded(List.of(asked), WORDING))
                .orElseGet(() -> undecodable(id, Optional.of(name), problemOf(fields)));
    }

    private static Rejection problemOf(FrameFields fields) {
        return fields.problem().orElseGet(() -> Rejection.of(RejectionCode.BAD_FIELD));
    }

    private static DecodeOutcome undecodable(Optional<String> id, Optional<String> action, Rejection rejection) {
        return new DecodeOutcome.Undecodable(
                rejection, List.of(EventWriter.write(new ServerEvent.Refused(id, action, rejection))));
    }
}
