package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Optional;

/** The other end of an older app's wire: what its function makes of an event, and what its back end pushes. */
interface OlderWire extends ClientWire {
    /** What the function does about a frame. */
    sealed interface Served {
        /** It knows now who the connection is. */
        record Enters(Person person, String answer) implements Served {}

        /** It answers whom it knows. */
        record Answers(String answer) implements Served {}

        record Ignores() implements Served {}
    }

    /** What the platform's back end publishes in the place of a push. */
    record Published(String event, ObjectNode data) {}

    /** Who connects, where the handshake says so. */
    Optional<Person> arriving(JsonNode connectEvent);

    Served served(JsonNode frame, String connection, Instant now);

    String push(String id, String number, Instant now);

    Published published(String id, String number);

    /** The number in the data of what was published. */
    String numberOf(JsonNode data);
}
