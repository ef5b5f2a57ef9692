package io.trunkline.core.wire.legacy.careconnect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.ConnectionId;
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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * CareConnect's {@code {"type":…}} frames, of {@code /ws/careconnect} and of {@code /ws/calls-ws}: a client is greeted,
 * authenticates in a frame, or waits, being nobody, until an e-mail address is verified.
 */
public final class CareConnectDialect implements WireDialect {
    /** Of the real-time service. */
    public static final String ID = "careconnect";

    /** Of the call service. */
    public static final String CALLS_ID = "careconnect-calls";

    private static final int LONGEST_EMAIL = 254;

    private final Service service;

    private CareConnectDialect(Service service) {
        this.service = service;
    }

    public static CareConnectDialect realTime() {
        return new CareConnectDialect(Service.REAL_TIME);
    }

    public static CareConnectDialect calls() {
        return new CareConnectDialect(Service.CALLS);
    }

    @Override
    public String id() {
        return service.dialect();
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        if (!FrameSize.fits(frame)) {
            return undecodable(RejectionCode.TOO_LARGE, "Message too large", speaker);
        }
        return LegacyFrame.read(frame)
                .map(read -> asked(read, speaker))
                .orElseGet(() -> undecodable(RejectionCode.BAD_JSON, "Invalid message format", speaker));
    }

    private static DecodeOutcome asked(LegacyFrame frame, Speaker speaker) {
        String type = frame.text("type").orElse("");
        return switch (type) {
            case "authenticate" -> authenticate(frame, speaker);
            // the shipped client sends the second, which the older server did not know
            case "heartbeat", "ping" -> heartbeat(speaker);
            case "subscribe-to-updates" -> subscribeToUpdates(frame, speaker);
            case "subscribe-email-verification" -> subscribeToVerification(frame, speaker);
            case "ai-chat-notification" -> toPatient(frame, "targetUserId", "ai-chat-response", speaker);
            case "medication-reminder" -> toPatient(frame, "patientId", type, speaker);
            case "family-member-request" -> toPatient(frame, "patientId", type, speaker);
            // the older server made these and sent them to nobody
            case "vital-signs-alert", "mood-pain-log-update" ->
                Calls.asks(new ClientAction.Hello(Optional.empty()), answers -> Calls.silent(answers, speaker));
            default ->
                Calls.read(type, frame, speaker)
                        .orElseGet(() -> undecodable(
                                RejectionCode.UNKNOWN_ACTION,
                                type.isEmpty()
                                        ? "Message type is required"
                                        : "Unknown message type: " + shortened(type),
                                speaker));
        };
    }

    private static DecodeOutcome authenticate(LegacyFrame frame, Speaker speaker) {
        String token = frame.text("token").orElse("");
        return Calls.asks(
                new ClientAction.Authenticate(Optional.empty(), token, Map.of()),
                answers -> List.of(authenticated(answers.getFirst(), token, speaker)));
    }

    private static String authenticated(ServerEvent answer, String token, Speaker speaker) {
        if (!(answer instanceof ServerEvent.Reply reply)) {
            RejectionCode code = answer instanceof ServerEvent.Refused refused
                    ? refused.rejection().code()
                    : RejectionCode.INTERNAL;
            return switch (code) {
                case UNAUTHORIZED, TOKEN_EXPIRED, REVOKED -> failed("Invalid or missing token");
                case FORBIDDEN_ENTITY -> failed("User not found");
                default -> Frames.refused(answer, speaker.at());
            };
        }
        JsonNode claims = Frames.claims(token);
        ObjectNode frame = Frames.of("authentication-success");
        Frames.putId(frame, "userId", reply.data().path("user").asText());
        frame.put("userEmail", claims.path("sub").asText());
        return LegacyFrame.write(frame.put("userRole", claims.path("role").asText()));
    }

    private static String failed(String message) {
        return LegacyFrame.write(Frames.of("authentication-failed").put("message", message));
    }

    private static DecodeOutcome heartbeat(Speaker speaker) {
        return Calls.asks(
                new ClientAction.Ping(Optional.empty()),
                answers -> List.of(
                        answers.getFirst() instanceof ServerEvent.Reply
                                ? LegacyFrame.write(Frames.of("heartbeat-response")
                                        .put("timestamp", speaker.at().toEpochMilli()))
                                : Frames.refused(answers.getFirst(), speaker.at())));
    }

    /** Nothing is stored: whoever is connected gets what is for them, and did before. */
    private static DecodeOutcome subscribeToUpdates(LegacyFrame frame, Speaker speaker) {
        return Calls.asks(new ClientAction.Hello(Optional.empty()), answers -> {
            if (!(answers.getFirst() instanceof ServerEvent.Reply reply)) {
                return List.of(Frames.refused(answers.getFirst(), speaker.at()));
            }
            ObjectNode answer = Frames.of("subscription-confirmed");
            Frames.putId(answer, "userId", reply.data().path("user").asText());
            JsonNode asked = frame.node("updateTypes");
            if (asked.isArray() && !asked.isEmpty()) {
                answer.set("subscribedTo", asked);
            } else {
                answer.putArray("subscribedTo").add("all");
            }
            return List.of(
                    LegacyFrame.write(answer.put("timestamp", speaker.at().toEpochMilli())));
        });
    }

    private static DecodeOutcome subscribeToVerification(LegacyFrame frame, Speaker speaker) {
        Optional<String> email = frame.text("email").filter(CareConnectDialect::isEmail);
        Wording wording = answers -> List.of(
                answers.getFirst() instanceof ServerEvent.Reply
                        ? LegacyFrame.write(Frames.of("email-verification-subscription-confirmed")
                                .put("email", email.orElse(""))
                                .put("message", "Subscribed to email verification notifications")
                                .put("timestamp", speaker.at().toEpochMilli()))
                        : Frames.refused(answers.getFirst(), speaker.at()));
        return email.map(address -> Calls.asks(verification(address), wording))
                .orElseGet(() -> undecodable(
                        RejectionCode.BAD_FIELD, "Email is required for email verification subscription", speaker));
    }

    private static boolean isEmail(String text) {
        return !text.isBlank() && text.length() <= LONGEST_EMAIL;
    }

    private static ClientAction verification(String email) {
        return new ClientAction.Subscribe(Optional.empty(), EmailRoom.of(email), Optional.empty());
    }

    /** The way in that the older documents describe: all is said in the handshake's query. */
    @Override
    public List<ClientAction> asks(Map<String, String> query) {
        return "email-verification".equals(query.get("type"))
                ? Optional.ofNullable(query.get("email")).filter(CareConnectDialect::isEmail).stream()
                        .map(CareConnectDialect::verification)
                        .toList()
                : List.of();
    }

    private static DecodeOutcome toPatient(LegacyFrame frame, String id, String event, Speaker speaker) {
        ObjectNode data = LegacyFrame.object();
        if (event.equals("medication-reminder")) {
            Frames.copy(frame, data, "medicationName", "reminderTime");
            data.put(
                    "message",
                    "Time to take your " + frame.text("medicationName").orElse("medication"));
        } else {
            speaker.identity().ifPresent(identity -> Frames.putId(data, "fromUserId", identity.user()));
            Frames.copy(frame, data, "conversationId", "message", "requestType");
        }
        return Frames.id(frame, id)
                .flatMap(text -> Calls.entity("patient", text))
                .map(room -> Calls.sends(room, event, data, answers -> Calls.silent(answers, speaker)))
                .orElseGet(() -> Calls.bad(id + " is missing or no id", speaker));
    }

    private static String shortened(String type) {
        return type.length() <= 64 ? type : type.substring(0, type.offsetByCodePoints(0, 32)) + "…";
    }

    private static DecodeOutcome undecodable(RejectionCode code, String message, Speaker speaker) {
        return new DecodeOutcome.Undecodable(Rejection.of(code), List.of(Frames.error(message, speaker.at())));
    }

    @Override
    public List<String> greets(ConnectionId connection, Instant at) {
        return List.of(greeting(connection));
    }

    private String greeting(ConnectionId connection) {
        return LegacyFrame.write(Frames.of("connection-established")
                .put("message", service.greeting())
                .put("sessionId", connection.value()));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            case ServerEvent.Published published -> List.of(Frames.pushed(published));
            case ServerEvent.Refused refused -> List.of(Frames.refused(refused));
            case ServerEvent.GoAway goAway ->
                goAway.reason().equals(RejectionCode.NOT_AUTHENTICATED.code())
                        ? List.of(failed("Authentication timeout"))
                        : List.of();
            case ServerEvent.Welcome welcome -> List.of(greeting(welcome.connection()));
            case ServerEvent.Reply _, ServerEvent.Presence _ -> List.of();
        };
    }
}
