package io.trunkline.core.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.RoomName;
import java.util.Map;
import java.util.Optional;

/** What a client asks, whatever its wire format. */
public sealed interface ClientAction {
    /** The client's own mark for this request; the reply repeats it. At most 128 characters. */
    Optional<String> id();

    /** Who am I, and what is this connection called? */
    record Hello(Optional<String> id) implements ClientAction {}

    /** Is anyone there? Costs no request to DynamoDB. */
    record Ping(Optional<String> id) implements ClientAction {}

    /**
     * Into a room, and of a durable one what was missed.
     *
     * @param since the last position of the room's history that the client has; only of a durable room
     */
    record Subscribe(Optional<String> id, RoomName room, Optional<Position> since) implements ClientAction {}

    record Unsubscribe(Optional<String> id, RoomName room) implements ClientAction {}

    /** Which rooms am I in? */
    record Rooms(Optional<String> id) implements ClientAction {}

    /** The connection's own state. */
    record Status(Optional<String> id) implements ClientAction {}

    /**
     * An event to whoever the address means, under the route rules; an address that is one of the tenant's own rooms is
     * a {@link Publish}.
     *
     * @param idempotencyKey the sender's own name for the event, to repeat it without it being published twice
     */
    record Send(Optional<String> id, RoomName to, String event, JsonNode data, Optional<String> idempotencyKey)
            implements ClientAction {
        /** Under no key. */
        public Send(Optional<String> id, RoomName to, String event, JsonNode data) {
            this(id, to, event, data, Optional.empty());
        }
    }

    /**
     * Who is in a room?
     *
     * @param after where an earlier answer ended, as it said itself
     */
    record Presence(Optional<String> id, RoomName room, Optional<String> after) implements ClientAction {
        /** The most entities of one answer. */
        public static final int MOST_ENTITIES = 100;
    }

    /**
     * An event to one of the tenant's own rooms, under its room rule.
     *
     * @param idempotencyKey the sender's own name for the event, to repeat it without it being published twice
     */
    record Publish(Optional<String> id, RoomName room, String event, JsonNode data, Optional<String> idempotencyKey)
            implements ClientAction {
        /** Under no key. */
        public Publish(Optional<String> id, RoomName room, String event, JsonNode data) {
            this(id, room, event, data, Optional.empty());
        }
    }

    /**
     * What a durable room's history holds, in order.
     *
     * @param since the position after which to begin; where empty, with the oldest that is kept
     * @param limit the most events to be answered, 1 to {@link #MOST_EVENTS}
     */
    record History(Optional<String> id, RoomName room, Optional<Position> since, int limit) implements ClientAction {
        /** The most events that can be asked for at once. */
        public static final int MOST_EVENTS = 500;

        /** As many as are answered where nobody says. */
        public static final int USUAL_EVENTS = 100;
    }

    /**
     * The present state of a durable room: the last event that was published there, if it is still kept. Whoever may
     * join may ask.
     */
    record Latest(Optional<String> id, RoomName room) implements ClientAction {}

    /** The client is leaving for good: it is answered, closed, and all that is stored of the connection removed. */
    record Bye(Optional<String> id) implements ClientAction {}

    /**
     * Who the connection is, of an app whose clients say so in their first frame. Of a connection that has said so, or
     * whose handshake did, it is a {@link Refresh}: it stays who it is.
     *
     * @param selection what the handshake's query would have said besides: which of its entities the user speaks for
     */
    record Authenticate(Optional<String> id, String token, Map<String, String> selection) implements ClientAction {
        public Authenticate {
            selection = Map.copyOf(selection);
        }

        /** Names no token. */
        @Override
        public String toString() {
            return "Authenticate[id=" + id + ", token=…, selection=" + selection.keySet() + "]";
        }
    }

    /** A newer token for the connection. */
    record Refresh(Optional<String> id, String token) implements ClientAction {
        /** Names no token. */
        @Override
        public String toString() {
            return "Refresh[id=" + id + ", token=…]";
        }
    }
}
