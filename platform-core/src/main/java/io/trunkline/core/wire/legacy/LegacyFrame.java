package io.trunkline.core.wire.legacy;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.message.LoneSurrogates;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.FrameSize;
import java.util.Optional;

/**
 * A JSON object as older clients send and older servers answer: read as JavaScript reads it (the last of two equal
 * names counts), within the native wire's bounds of depth and size, and written in the order in which fields are put.
 */
public final class LegacyFrame {
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NUMBER_LENGTH = 200;

    private static final JsonMapper JSON = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(FrameSize.MAX_BYTES)
                            .maxNameLength(FrameSize.MAX_BYTES)
                            .build())
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private final JsonNode fields;

    private LegacyFrame(JsonNode fields) {
        this.fields = fields;
    }

    /** The frame; empty where it is no JSON. What is JSON and no object is a frame without fields. */
    public static Optional<LegacyFrame> read(String frame) {
        try {
            JsonNode node = JSON.readTree(frame);
            return node.isMissingNode() ? Optional.empty() : Optional.of(new LegacyFrame(node));
        } catch (JsonProcessingException | NumberFormatException e) {
            // the second is how Jackson refuses an exponent beyond its own reach
            return Optional.empty();
        }
    }

    /** The text of a field that is one and not empty. */
    public Optional<String> text(String field) {
        return Optional.of(fields.path(field))
                .filter(JsonNode::isTextual)
                .map(JsonNode::textValue)
                .filter(text -> !text.isEmpty());
    }

    /** What stands within {@code field}; without fields where it is no object. */
    public LegacyFrame within(String field) {
        return new LegacyFrame(fields.path(field));
    }

    /** The field as it stands; a missing node where there is none. */
    public JsonNode node(String field) {
        return fields.path(field);
    }

    /** An empty object to be filled. */
    public static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }

    /** The frame's text. */
    public static String write(ObjectNode object) {
        return LoneSurrogates.escaped(object.toString());
    }

    /** The data of a reply, whatever answers an action that succeeded; empty where the answer is a refusal. */
    public static Optional<JsonNode> dataOf(ServerEvent answer) {
        return answer instanceof ServerEvent.Reply reply ? Optional.of(reply.data()) : Optional.empty();
    }
}
