package io.trunkline.core.wire.v1;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.wire.FrameSize;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Reads one frame's text as a JSON object, field by field, so that an id is known even where a later field is broken.
 */
final class FrameReader {
    private static final int MAX_ID_LENGTH = 128;

    private final Map<String, JsonNode> fields = new LinkedHashMap<>();
    private Optional<String> id = Optional.empty();
    private Optional<Rejection> problem = Optional.empty();

    private FrameReader() {}

    static FrameReading read(String frame) {
        FrameReader reader = new FrameReader();
        if (FrameSize.fits(frame)) {
            reader.parse(frame);
        } else {
            reader.problem = Optional.of(Rejection.of(RejectionCode.TOO_LARGE));
        }
        return new FrameReading(reader.id, reader.fields, reader.problem);
    }

    private void parse(String frame) {
        try (JsonParser parser = V1Json.MAPPER.createParser(frame)) {
            parse(parser);
        } catch (IOException | NumberFormatException e) {
            // the second is how Jackson refuses an exponent beyond its own reach
            problem = Optional.of(Rejection.of(RejectionCode.BAD_JSON));
        }
    }

    private void parse(JsonParser parser) throws IOException {
        try {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                problem = Optional.of(Rejection.of(RejectionCode.BAD_JSON));
                return;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                parser.nextToken();
                if (name.equals("id")) {
                    readId(parser);
                } else {
                    fields.put(name, V1Json.MAPPER.readTree(parser));
                }
            }
            if (parser.nextToken() != null) {
                problem = Optional.of(Rejection.of(RejectionCode.BAD_JSON));
            }
        } catch (StreamConstraintsException e) {
            boolean deep = parser.getParsingContext().getNestingDepth() > V1Json.MAX_DEPTH;
            problem = Optional.of(
                    deep
                            ? Rejection.of(RejectionCode.TOO_DEEP)
                            : new Rejection(RejectionCode.BAD_JSON, "The frame holds a number that is too long."));
        }
    }

    private void readId(JsonParser parser) throws IOException {
        boolean readable = parser.currentToken() == JsonToken.VALUE_STRING
                || parser.currentToken().isNumeric();
        if (readable && parser.getText().length() <= MAX_ID_LENGTH) {
            id = Optional.of(parser.getText());
            return;
        }
        parser.skipChildren();
        problem = Optional.of(new Rejection(
                RejectionCode.BAD_FIELD, "id must be a text or number of at most " + MAX_ID_LENGTH + " characters"));
    }
}
