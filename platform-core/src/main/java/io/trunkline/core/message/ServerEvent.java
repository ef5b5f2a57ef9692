package io.trunkline.core.message;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the server says, whatever the wire format. */
public sealed interface ServerEvent {
    /**
     * A request was done.
     *
     * @param action the action's name on the native wire ({@code subscribe}), for dialects that name it in their reply
     */
    record Reply(Optional<String> id, String action, JsonNode data) implements ServerEvent {}

    /** A request was not done. */
    record Refused(Optional<String> id, Optional<String> action, Rejection rejection) implements ServerEvent {}

    /** What goes to everyone in a room. */
    sealed interface Broadcast extends ServerEvent {
        /** What a log calls it. */
        String id();

        /** What kind of thing it is, {@code order.created}. */
        String event();

        /** When it happened. */
        Instant at();
    }

    /**
     * Something was published.
     *
     * @param id the event's own, the same on every connection and every redelivery
     * @param room the room's text as it was addressed
     * @param from the entity that sent it, {@code customer/c-1}; empty where a backend did
     * @param position where it stands in its room's history; empty where the room is not durable
     * @param last whether who gets it is taken out of the room after it; no frame says so
     */
    record Published(
            String id,
            String room,
            String event,
            JsonNode data,
            Optional<String> from,
            Instant at,
            Optional<Position> position,
            boolean last)
            implements Broadcast {
        /** One after which the room goes on. */
        public Published(
                String id,
                String room,
                String event,
                JsonNode data,
                Optional<String> from,
                Instant at,
                Optional<Position> position) {
            this(id, room, event, data, from, at, position, false);
        }

        /** An event that stands in no history, or not yet. */
        public Published(String id, String room, String event, JsonNode data, Optional<String> from, Instant at) {
            this(id, room, event, data, from, at, Optional.empty());
        }

        /** The same event under the name of another room that it goes to. */
        public Published in(String otherRoom) {
            return new Published(id, otherRoom, event, data, from, at, position, last);
        }

        /** The same event under an earlier try's id and time. */
        public Published as(String earlierId, Instant earlier) {
            return new Published(earlierId, room, event, data, from, earlier, position, last);
        }

        /** The same event at its place in its room's history. */
        public Published at(Position position) {
            return new Published(id, room, event, data, from, at, Optional.of(position), last);
        }

        /** The same event as the last one that whoever gets it gets in the room. */
        public Published asTheLast() {
            return new Published(id, room, event, data, from, at, position, true);
        }
    }

    /**
     * Somebody came into a room or left it: an entity, whatever number of connections it has there. Of two changes of
     * one entity the one with the later {@code at} holds, whichever arrives first.
     *
     * @param entity such as {@code driver/d-7}
     * @param at when it came, or when the last of it left
     */
    record Presence(String room, String entity, PresenceChange change, Instant at) implements Broadcast {
        @Override
        public String id() {
            return "presence of " + entity + " in " + room;
        }

        @Override
        public String event() {
            return "presence." + change;
        }
    }

    /**
     * A connection is open: what older clients wait for before they begin. It is told once the handshake is complete,
     * as nothing can be posted before.
     *
     * @param rooms the names of the rooms that it is in
     * @param at when this is said
     */
    record Welcome(ConnectionId connection, Identity identity, List<String> rooms, Instant connectedAt, Instant at)
            implements ServerEvent {
        public Welcome {
            rooms = List.copyOf(rooms);
        }
    }

    /**
     * The last word before the server closes.
     *
     * @param at when somebody ended the session, by a logout or a newer login; empty where the client may come back
     */
    record GoAway(String reason, Optional<String> url, Optional<Long> afterMillis, Optional<Instant> at)
            implements ServerEvent {
        /** A word that does not tell when it was said. */
        public GoAway(String reason, Optional<String> url, Optional<Long> afterMillis) {
            this(reason, url, afterMillis, Optional.empty());
        }
    }
}
