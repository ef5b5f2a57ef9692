package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.logout.LogoutOrder;
import io.trunkline.core.logout.LogoutOrder.Tokens;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Reads the body of a disconnect; throws {@link BadRequestException} that names the first field that is wrong. */
final class LogoutRequestReader {
    static final Set<String> FIELDS = Set.of("reason", "revokeFor", "tokens");
    private static final String USUAL_REASON = "logged out";
    private static final int MAX_REASON = 200;

    private LogoutRequestReader() {}

    /** Reads one JSON object, {@code {}} at least, as every field has a default. */
    static LogoutOrder read(byte[] body, int maxBytes, Tokens usual) {
        JsonNode fields = HttpJson.read(body, maxBytes);
        PublishRequestReader.onlyFields(fields, FIELDS);
        Tokens tokens = tokens(fields.path("tokens"), usual);
        Optional<Duration> revokeFor = duration(fields.path("revokeFor"));
        if (tokens == Tokens.NONE && revokeFor.isPresent()) {
            throw PublishRequestReader.badField("revokeFor needs tokens to be issued-before-now or all");
        }
        return new LogoutOrder(reason(fields.path("reason")), tokens, revokeFor);
    }

    private static String reason(JsonNode reason) {
        if (reason.isMissingNode()) {
            return USUAL_REASON;
        }
        String text = reason.textValue();
        if (text == null
                || text.isBlank()
                || text.length() > MAX_REASON
                || text.chars().anyMatch(Character::isISOControl)) {
            throw PublishRequestReader.badField(
                    "reason must be a text of 1 to " + MAX_REASON + " characters without control characters");
        }
        return text;
    }

    private static Tokens tokens(JsonNode tokens, Tokens usual) {
        if (tokens.isMissingNode()) {
            return usual;
        }
        return switch (tokens.asText()) {
            case "none" -> Tokens.NONE;
            case "issued-before-now" -> Tokens.ISSUED_SO_FAR;
            case "all" -> Tokens.ALL;
            default -> throw PublishRequestReader.badField("tokens must be none, issued-before-now or all");
        };
    }

    private static Optional<Duration> duration(JsonNode node) {
        if (node.isMissingNode()) {
            return Optional.empty();
        }
        try {
            Duration duration = node.isIntegralNumber() && node.canConvertToLong()
                    ? Duration.ofSeconds(node.longValue())
                    : Duration.parse(node.asText());
            if (duration.compareTo(Duration.ofSeconds(1)) >= 0 && duration.compareTo(LogoutOrder.LONGEST) <= 0) {
                return Optional.of(duration);
            }
        } catch (DateTimeException | ArithmeticException e) {
            // told below, in the same words as a duration that is out of bounds
        }
        throw PublishRequestReader.badField(
                "revokeFor must be seconds as a whole number, or a duration such as PT12H or P7D, of 1 s to "
                        + LogoutOrder.LONGEST.toDays() + " days");
    }
}
