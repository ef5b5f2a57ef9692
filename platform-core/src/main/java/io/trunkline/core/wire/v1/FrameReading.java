package io.trunkline.core.wire.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.message.Rejection;
import java.util.Map;
import java.util.Optional;

/**
 * What could be read of a frame.
 *
 * @param id the client's mark, where it was read before anything went wrong
 * @param fields the other fields, none missing unless there is a problem
 */
record FrameReading(Optional<String> id, Map<String, JsonNode> fields, Optional<Rejection> problem) {}
