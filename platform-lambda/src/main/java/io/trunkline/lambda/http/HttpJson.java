package io.trunkline.lambda.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import java.io.IOException;

/** How strictly bodies are read as JSON: as strictly as frames, and {@code data} as deep as there. */
final class HttpJson {
    /** {@code data} may be as deep as in a frame, and stands up to two levels lower, in an element of a batch. */
    private static final int MAX_DEPTH = 32 + 2;

    private static final int MAX_NUMBER_LENGTH = 200;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // names come from callers: a shared table of them would be theirs to fill
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private HttpJson() {}

    static ObjectNode object() {
        return MAPPER.createObjectNode();
    }

    /** Reads a document of our own, however deep; throws {@link IOException} where it is none. */
    static ObjectNode document(byte[] text) throws IOException {
        return JsonMapper.builder().build().readValue(text, ObjectNode.class);
    }

    /** Reads one JSON object of at most {@code maxBytes}; throws {@link BadRequestException} on anything else. */
    static ObjectNode read(byte[] body, int maxBytes) {
        if (body.length > maxBytes) {
            throw new BadRequestException(
                    new Rejection(RejectionCode.TOO_LARGE, "The body is larger than " + maxBytes + " bytes."));
        }
        if (tree(body) instanceof ObjectNode object) {
            return object;
        }
        throw new BadRequestException(new Rejection(RejectionCode.BAD_JSON, "The body is not a JSON object."));
    }

    private static JsonNode tree(byte[] body) {
        try {
            return MAPPER.readTree(body);
        } catch (StreamConstraintsException e) {
            boolean deep = String.valueOf(e.getMessage()).contains("nesting depth");
            throw new BadRequestException(
                    deep
                            ? new Rejection(RejectionCode.TOO_DEEP, "The body is nested too deep.")
                            : new Rejection(
                                    RejectionCode.BAD_JSON, "The body holds a number or text that is too long."));
        } catch (JsonProcessingException | NumberFormatException e) {
            // the second is how Jackson refuses an exponent beyond its own reach
            throw new BadRequestException(
                    new Rejection(RejectionCode.BAD_JSON, "The body is not one JSON object, or repeats a key."));
        } catch (IOException e) {
            throw new BadRequestException(new Rejection(RejectionCode.BAD_JSON, "The body is not UTF-8."));
        }
    }
}
