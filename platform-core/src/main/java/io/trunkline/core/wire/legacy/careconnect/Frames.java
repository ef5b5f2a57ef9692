package io.trunkline.core.wire.legacy.careconnect;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.legacy.LegacyFrame;
import java.io.IOException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Frames as these apps read them: {@code {"type":…}}, times in milliseconds, ids as numbers where they are numbers. */
final class Frames {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MOST_DIGITS = 18;

    private Frames() {}

    static ObjectNode of(String type) {
        return LegacyFrame.object().put("type", type);
    }

    static String error(String message, Instant at) {
        return LegacyFrame.write(of("error").put("message", message).put("timestamp", at.toEpochMilli()));
    }

    /** What these apps are told where an action is refused. */
    static String refused(ServerEvent answer, Instant at) {
        return error(words(answer), at);
    }

    /** The same where no frame was read, and so no time is known. */
    static String refused(ServerEvent.Refused answer) {
        return LegacyFrame.write(of("error").put("message", words(answer)));
    }

    private static String words(ServerEvent answer) {
        RejectionCode code = answer instanceof ServerEvent.Refused refused
                ? refused.rejection().code()
                : RejectionCode.INTERNAL;
        return switch (code) {
            case NOT_AUTHENTICATED, UNAUTHORIZED, TOKEN_EXPIRED, REVOKED -> "User not authenticated";
            case RATE_LIMITED, TOO_MANY_CONNECTIONS -> "Too many requests, please try again later";
            case INTERNAL -> "Request failed";
            default -> "Not permitted";
        };
    }

    /** The text of a field that is a text or a whole number, as ids are written both ways. */
    static Optional<String> id(LegacyFrame frame, String field) {
        JsonNode node = frame.node(field);
        return node.isTextual() || node.isIntegralNumber()
                ? Optional.of(node.asText()).filter(text -> !text.isBlank())
                : Optional.empty();
    }

    /** Puts an id as a number where it is one. */
    static ObjectNode putId(ObjectNode frame, String field, String id) {
        boolean number = !id.isEmpty()
                && id.length() <= MOST_DIGITS
                && id.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return number ? frame.put(field, Long.parseLong(id)) : frame.put(field, id);
    }

    /** Copies the fields that are there. */
    static ObjectNode copy(LegacyFrame from, ObjectNode to, String... fields) {
        for (String field : List.of(fields)) {
            if (!from.node(field).isMissingNode()) {
                to.set(field, from.node(field));
            }
        }
        return to;
    }

    /** What a token says, held against nothing: for the words of an answer that comes only once it was verified. */
    static JsonNode claims(String token) {
        String[] parts = token.split("\\.", -1);
        if (parts.length != 3) {
            return MissingNode.getInstance();
        }
        try {
            return JSON.readTree(Base64.getUrlDecoder().decode(parts[1]));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            return MissingNode.getInstance();
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory are read", e);
        }
    }

    /** An event as a frame: its name as the type, then its data's fields, then its time unless the data has one. */
    static String pushed(ServerEvent.Published event) {
        ObjectNode frame = of(event.event());
        event.data().properties().stream()
                .filter(field -> !field.getKey().equals("type"))
                .forEach(field -> frame.set(field.getKey(), field.getValue()));
        if (event.event().equals("email-verified")) {
            putIfAbsent(frame, "verified", true);
            if (!frame.has("message")) {
                frame.put("message", "Your email has been verified successfully!");
            }
        }
        if (!frame.has("timestamp")) {
            frame.put("timestamp", event.at().toEpochMilli());
        }
        return LegacyFrame.write(frame);
    }

    private static void putIfAbsent(ObjectNode frame, String field, boolean value) {
        if (!frame.has(field)) {
            frame.put(field, value);
        }
    }

    /** An entity's type as these apps name it: {@code PATIENT}. */
    static String role(String type) {
        return type.toUpperCase(Locale.ROOT).replace('-', '_');
    }
}
