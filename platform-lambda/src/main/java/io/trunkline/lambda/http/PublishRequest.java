package io.trunkline.lambda.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.RoomName;
import java.util.List;
import java.util.Optional;

/**
 * What a backend wants published.
 *
 * @param rooms at least one
 * @param waits whether the caller wants to know whom it reached
 * @param last whether whoever gets it is taken out of the room with it
 * @param idempotencyKey the caller's own name for the event
 */
record PublishRequest(
        List<RoomName> rooms,
        String event,
        JsonNode data,
        boolean waits,
        boolean last,
        Optional<String> idempotencyKey) {
    PublishRequest {
        rooms = List.copyOf(rooms);
    }
}
