package io.trunkline.core.wire.legacy.wizz;

import io.trunkline.core.message.ClientAction;
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
import java.util.Set;
import java.util.stream.Stream;

/**
 * {@code wizz-driver}, the drivers' two clients and their older envelope. A frame has {@code action}, {@code type} or
 * both, which may disagree ({@code heartbeat} and {@code ping}): the first of them that is known counts.
 */
public final class DriverDialect implements WireDialect {
    public static final String ID = "wizz-driver";

    private static final Set<String> KNOWN = Set.of(
            "authenticate",
            "heartbeat",
            "ping",
            "pong",
            "driver_connect",
            "driver_status",
            "driver_online",
            "driver_offline",
            "driver_status_update",
            "driver_location_update",
            "location_update",
            "order_status_update",
            "driver_assignment_response",
            "subscribe",
            "unsubscribe",
            "driverStatusUpdate",
            "driverLocationUpdate",
            "orderStatusUpdate",
            "orderAccepted",
            "orderRejected",
            "merchantMessage",
            "customerMessage",
            "emergencyAlert",
            "driverDisconnect");

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        if (!FrameSize.fits(frame)) {
            return bad(RejectionCode.TOO_LARGE, DriverFrames.error("Message is too large"));
        }
        return LegacyFrame.read(frame)
                .map(read -> asked(read, speaker))
                .orElseGet(() -> bad(RejectionCode.BAD_JSON, DriverFrames.error("Message must be valid JSON")));
    }

    private static DecodeOutcome asked(LegacyFrame frame, Speaker speaker) {
        Optional<String> known = Stream.of("action", "type")
                .flatMap(field -> frame.text(field).stream())
                .filter(KNOWN::contains)
                .findFirst();
        if (known.isEmpty()) {
            return bad(
                    RejectionCode.UNKNOWN_ACTION,
                    DriverFrames.error("Unknown message type: "
                            + Wizz.first(frame, "type", "action").orElse("undefined")));
        }
        DriverActions actions = new DriverActions(frame, speaker);
        return switch (known.get()) {
            case "authenticate" -> actions.authenticate();
            case "heartbeat", "ping" -> actions.heartbeat();
            // an answer to a ping of the server's
            case "pong" -> new DecodeOutcome.Decoded(List.of(), _ -> List.of());
            case "driver_connect" -> actions.connect();
            case "driver_offline" -> actions.status("offline", List.of("status_update_confirmed"));
            case "driver_status", "driver_online" ->
                actions.status(frame.text("status").orElse("online"), List.of("status_update_confirmed"));
            case "driver_status_update", "driverStatusUpdate" ->
                actions.status(
                        actions.text("status").orElse(""), List.of("status_update_confirmed", "status_confirmed"));
            case "driver_location_update", "location_update", "driverLocationUpdate" -> actions.location();
            case "order_status_update", "orderStatusUpdate" -> actions.orderStatus();
            case "driver_assignment_response" -> actions.assignment(actions.text("response"));
            case "orderAccepted" -> actions.assignment(Optional.of("accept"));
            case "orderRejected" -> actions.assignment(Optional.of("decline"));
            case "subscribe" -> actions.topic("subscribed", true);
            case "unsubscribe" -> actions.topic("unsubscribed", false);
            case "merchantMessage" -> actions.message("merchant");
            case "customerMessage" -> actions.message("customer");
            case "emergencyAlert" -> actions.emergency();
            default ->
                new DecodeOutcome.Decoded(
                        List.of(new ClientAction.Bye(Optional.empty())),
                        answers -> List.of(DriverFrames.timed("driver_disconnected", speaker.at())));
        };
    }

    static DecodeOutcome bad(RejectionCode code, String frame) {
        return new DecodeOutcome.Undecodable(Rejection.of(code), List.of(frame));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Welcome welcome -> List.of(DriverFrames.acknowledged(welcome));
            case ServerEvent.Published published -> List.of(DriverFrames.published(published));
            case ServerEvent.Refused refused -> List.of(DriverFrames.refused(refused.rejection()));
            case ServerEvent.GoAway goAway ->
                List.of(DriverFrames.error(
                        goAway.reason().equals(RejectionCode.NOT_AUTHENTICATED.code())
                                ? "Not authenticated"
                                : "The connection is closed by the server: " + goAway.reason()));
            case ServerEvent.Reply _, ServerEvent.Presence _ -> List.of();
        };
    }
}
