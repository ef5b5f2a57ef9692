package io.trunkline.core.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.RoomName;
import java.util.Optional;

/** What a client asks, whatever its wire format. */
public sealed interface ClientAction {
    /** The client's own mark for this request; the reply repeats it. At most 128 characters. */
    Optional<String> id();

    /** Who am I, and what is this connection called? */
    record Hello(Optional<String> id) implements ClientAction {}

    /** Is anyone there? Costs no request to DynamoDB. */
    record Ping(Optional<String> id) implements ClientAction {}

    record Subscribe(Optional<String> id, RoomName room) implements ClientAction {}

    record Unsubscribe(Optional<String> id, RoomName room) implements ClientAction {}

    /** Which rooms am I in? */
    record Rooms(Optional<String> id) implements ClientAction {}

    /** The connection's own state. */
    record Status(Optional<String> id) implements ClientAction {}

    /**
     * An event to whoever the address means, under the route rules; an address that is one of the tenant's own rooms is
     * a {@link Publish}.
     */
    record Send(Optional<String> id, RoomName to, String event, JsonNode data) implements ClientAction {}

    /** An event to one of the tenant's own rooms, under its room rule. */
    record Publish(Optional<String> id, RoomName room, String event, JsonNode data) implements ClientAction {}
}
