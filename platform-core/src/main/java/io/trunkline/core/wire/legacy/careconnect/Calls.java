package io.trunkline.core.wire.legacy.careconnect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.Wording;
import io.trunkline.core.wire.legacy.LegacyFrame;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.RoomName;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The messages of calls. Whom they may reach is the tenant's route rules' to say, and not the frame's: a role that it
 * names only addresses.
 */
final class Calls {
    private Calls() {}

    /** What a frame of this type asks; empty where it is none of a call's. */
    static Optional<DecodeOutcome> read(String type, LegacyFrame frame, Speaker speaker) {
        return switch (type) {
            case "join-user-room" -> Optional.of(joined(speaker));
            case "send-video-call-invitation" -> Optional.of(invitation(frame, speaker));
            case "send-sms-notification" -> Optional.of(sms(frame, speaker));
            case "accept-call" -> Optional.of(answered("call-answered", "answeredBy", frame, speaker));
            case "decline-call" -> Optional.of(answered("call-declined", "declinedBy", frame, speaker));
            case "end-call" -> Optional.of(ended(frame, speaker));
            case "sentiment-channel-state" -> Optional.of(sentiment(frame, speaker));
            default -> Optional.empty();
        };
    }

    private static DecodeOutcome joined(Speaker speaker) {
        return asks(new ClientAction.Hello(Optional.empty()), answers -> {
            if (!(answers.getFirst() instanceof ServerEvent.Reply reply)) {
                return List.of(Frames.refused(answers.getFirst(), speaker.at()));
            }
            ObjectNode frame = Frames.of("user-joined");
            Frames.putId(frame, "userId", reply.data().path("user").asText());
            String entity = reply.data().path("entity").asText();
            frame.put("userRole", Frames.role(entity.substring(0, Math.max(0, entity.indexOf('/')))));
            return List.of(LegacyFrame.write(frame.put("joinedAt", speaker.at().toEpochMilli())));
        });
    }

    private static DecodeOutcome invitation(LegacyFrame frame, Speaker speaker) {
        Optional<RoomName> to = recipient(frame, speaker);
        ObjectNode event = sender(LegacyFrame.object(), speaker);
        Frames.copy(frame, event, "callId", "isVideoCall", "callType");
        Wording wording = answers -> {
            boolean sent = isDelivered(answers.getFirst());
            ObjectNode answer =
                    Frames.copy(frame, Frames.of(sent ? "call-invitation-sent" : "call-invitation-failed"), "callId");
            if (!sent) {
                answer.put("reason", reason(answers.getFirst(), frame, speaker));
            }
            Frames.copy(frame, answer, "recipientId", "recipientRole");
            return List.of(LegacyFrame.write(sent ? answer.put("status", "delivered") : answer));
        };
        return to.map(room -> sends(room, "incoming-video-call", event, wording))
                .orElseGet(() -> bad("recipientId is missing or no id", speaker));
    }

    private static DecodeOutcome sms(LegacyFrame frame, Speaker speaker) {
        Optional<RoomName> to = recipient(frame, speaker);
        ObjectNode event = sender(LegacyFrame.object(), speaker);
        Frames.copy(frame, event, "message", "messageType");
        Wording wording = answers -> {
            boolean sent = isDelivered(answers.getFirst());
            ObjectNode answer = Frames.of(sent ? "sms-sent" : "sms-failed");
            if (!sent) {
                answer.put("reason", reason(answers.getFirst(), frame, speaker));
            }
            Frames.copy(frame, answer, "recipientId");
            return List.of(LegacyFrame.write(sent ? answer.put("status", "delivered") : answer));
        };
        return to.map(room -> sends(room, "incoming-sms", event, wording))
                .orElseGet(() -> bad("recipientId is missing or no id", speaker));
    }

    /** To the caller, who is named by the frame's {@code senderId}; nobody tells the one who answers. */
    private static DecodeOutcome answered(String event, String by, LegacyFrame frame, Speaker speaker) {
        ObjectNode data = Frames.copy(frame, LegacyFrame.object(), "callId", "reason");
        speaker.identity().ifPresent(identity -> Frames.putId(data, by, identity.user()));
        return to(frame, "senderId", "senderRole", speaker)
                .map(room -> sends(room, event, data, answers -> silent(answers, speaker)))
                .orElseGet(() -> bad("senderId is missing or no id", speaker));
    }

    /** The older server told nobody that a call had ended; where the frame says whom to tell, this does. */
    private static DecodeOutcome ended(LegacyFrame frame, Speaker speaker) {
        ObjectNode data = Frames.copy(frame, LegacyFrame.object(), "callId");
        speaker.identity().ifPresent(identity -> Frames.putId(data, "endedBy", identity.user()));
        return recipient(frame, speaker)
                .map(room -> sends(room, "call-ended", data, answers -> silent(answers, speaker)))
                .orElseGet(() -> asks(new ClientAction.Hello(Optional.empty()), answers -> silent(answers, speaker)));
    }

    private static DecodeOutcome sentiment(LegacyFrame frame, Speaker speaker) {
        ObjectNode data = Frames.copy(frame, LegacyFrame.object(), "callId", "channel", "muted", "captureMode");
        data.put("status", frame.node("muted").asBoolean() ? "MUTED" : "AWAITING");
        speaker.identity().ifPresent(identity -> Frames.putId(data, "changedBy", identity.user()));
        return to(frame, "otherPartyId", "otherPartyRole", speaker)
                .map(room -> sends(room, "sentiment-channel-state", data, answers -> silent(answers, speaker)))
                .orElseGet(() -> bad("otherPartyId is missing or no id", speaker));
    }

    private static Optional<RoomName> recipient(LegacyFrame frame, Speaker speaker) {
        return to(frame, "recipientId", "recipientRole", speaker);
    }

    /** Who is of no named role is whom the speaker's own role calls: a caregiver of a patient, a patient of others. */
    private static Optional<RoomName> to(LegacyFrame frame, String id, String role, Speaker speaker) {
        String usual = speaker.identity()
                .filter(identity -> identity.entity().type().value().equals("patient"))
                .map(patient -> "caregiver")
                .orElse("patient");
        String type = frame.text(role)
                .map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-'))
                .orElse(usual);
        return Frames.id(frame, id).flatMap(text -> entity(type, text));
    }

    static Optional<RoomName> entity(String type, String id) {
        try {
            return Optional.of(new RoomName.Entity(EntityRef.parse(type + "/" + id)));
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }

    private static ObjectNode sender(ObjectNode data, Speaker speaker) {
        speaker.identity().ifPresent(identity -> {
            Frames.putId(data, "senderId", identity.user());
            data.put("senderRole", Frames.role(identity.entity().type().value()));
        });
        return data;
    }

    private static boolean isDelivered(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply
                && (reply.data().path("delivered").asInt() > 0
                        || reply.data().path("queued").asInt() > 0);
    }

    private static String reason(ServerEvent answer, LegacyFrame frame, Speaker speaker) {
        if (!(answer instanceof ServerEvent.Refused refused)) {
            return "Recipient not online";
        }
        boolean betweenPatients = speaker.identity()
                        .filter(identity -> identity.entity().type().value().equals("patient"))
                        .isPresent()
                && frame.text("recipientRole")
                        .filter("PATIENT"::equalsIgnoreCase)
                        .isPresent();
        return switch (refused.rejection().code()) {
            case NO_ROUTE ->
                betweenPatients ? "Patient-to-patient calls are not permitted" : "No active caregiver-patient link";
            case NOT_AUTHENTICATED, TOKEN_EXPIRED, REVOKED, UNAUTHORIZED -> "User not authenticated";
            default -> "Request failed";
        };
    }

    /** Nothing where it was done, as the older server said nothing; an error where it was not. */
    static List<String> silent(List<ServerEvent> answers, Speaker speaker) {
        return answers.getLast() instanceof ServerEvent.Reply
                ? List.of()
                : List.of(Frames.refused(answers.getLast(), speaker.at()));
    }

    static DecodeOutcome sends(RoomName to, String event, ObjectNode data, Wording wording) {
        return asks(new ClientAction.Send(Optional.empty(), to, event, data), wording);
    }

    static DecodeOutcome asks(ClientAction action, Wording wording) {
        return new DecodeOutcome.Decoded(List.of(action), wording);
    }

    static DecodeOutcome bad(String message, Speaker speaker) {
        return new DecodeOutcome.Undecodable(
                Rejection.of(RejectionCode.BAD_FIELD), List.of(Frames.error(message, speaker.at())));
    }
}
