package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.legacy.LegacyFrame;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The platform's refusals in these apps' words. */
final class Refusals {
    private static final Pattern MESSAGES = Pattern.compile("More than ([0-9]+) messages a minute .*");
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private Refusals() {}

    /**
     * Why an action was not done.
     *
     * @param permission what to say where a rule does not allow it
     * @param failure what to say where there is no better word
     */
    static String of(ServerEvent answer, String action, String permission, String failure) {
        Rejection rejection = answer instanceof ServerEvent.Refused refused
                ? refused.rejection()
                : Rejection.of(RejectionCode.INTERNAL);
        return switch (rejection.code().status()) {
            case 401, 429 -> anywhere(rejection);
            case 403 -> of(action, "Unauthorized", permission);
            default -> of(action, failure);
        };
    }

    /** A refusal that does not name the action: the same whatever was asked. */
    static String anywhere(Rejection rejection) {
        return switch (rejection.code().status()) {
            // the older server said this of a connection that it did not know any more
            case 401 -> error("Connection not found", "Please reconnect");
            case 429 -> tooMany(rejection);
            case 403 -> error("Unauthorized", rejection.message());
            default -> error("Request failed", rejection.message());
        };
    }

    private static String tooMany(Rejection rejection) {
        Matcher messages = MESSAGES.matcher(rejection.message());
        ObjectNode frame = LegacyFrame.object()
                .put("error", "Rate limit exceeded")
                .put(
                        "message",
                        messages.matches()
                                ? "Maximum " + messages.group(1) + " messages per minute"
                                : rejection.message());
        Duration wait = rejection.retryAfter().orElse(MINUTE);
        return LegacyFrame.write(frame.put("retryAfter", wait.plusMillis(999).toSeconds()));
    }

    /** {@code {"error","action"}}. */
    static String of(String action, String error) {
        return LegacyFrame.write(LegacyFrame.object().put("error", error).put("action", action));
    }

    /** {@code {"error","message","action"}}. */
    static String of(String action, String error, String message) {
        return LegacyFrame.write(
                LegacyFrame.object().put("error", error).put("message", message).put("action", action));
    }

    /** {@code {"error","message"}}, without the action. */
    static String error(String error, String message) {
        return LegacyFrame.write(LegacyFrame.object().put("error", error).put("message", message));
    }

    /**
     * The end of a request whose answer is awaited by its {@code action}: the client's own ten seconds are not waited
     * for.
     */
    static String unanswered(String action, Optional<String> requestId) {
        ObjectNode frame = LegacyFrame.object()
                .put("action", action)
                .put("success", false)
                .put("error", "Not available")
                .put("message", "Ask the back end over HTTP; this connection carries events");
        requestId.ifPresent(id -> frame.put("requestId", id));
        return LegacyFrame.write(frame);
    }
}
