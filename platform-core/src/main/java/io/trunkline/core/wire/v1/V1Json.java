package io.trunkline.core.wire.v1;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.wire.FrameSize;

/** How strictly frames are read as JSON. */
final class V1Json {
    /** Most levels of objects and arrays, the frame itself being the first. */
    static final int MAX_DEPTH = 32;

    /** Most characters of a number: more than any type of number holds, too few to be costly to read. */
    private static final int MAX_NUMBER_LENGTH = 200;

    /** Numbers are kept exactly, as a receiver may know more of them than this server does. */
    static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(MAX_DEPTH)
                            .maxNumberLength(MAX_NUMBER_LENGTH)
                            .maxStringLength(FrameSize.MAX_BYTES)
                            .maxNameLength(FrameSize.MAX_BYTES)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    // names come from clients: a shared table of them would be theirs to fill
                    .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
                    .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
                    .build())
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private V1Json() {}
}
