package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Optional;

/** What a client says and hears, as far as a rehearsal needs it: numbered questions, their answers, numbered pushes. */
interface ClientWire {
    /** What a frame from the server is. */
    enum Kind {
        ANSWER,
        PUSH,
        /** The answer to the first frame: who said it is somebody now. */
        LET_IN,
        /** Connect to the address that is the number, then end this connection. */
        MOVE,
        OTHER
    }

    /** A frame from the server, and the number in it, which is empty for most. */
    record Heard(Kind kind, String number) {
        static final Heard OTHER = new Heard(Kind.OTHER, "");
    }

    /** With its question mark, or empty. */
    String query(Person person);

    default Map<String, String> headers(Person person) {
        return Map.of();
    }

    default Optional<String> subprotocol() {
        return Optional.empty();
    }

    /** What a client says first where its handshake does not say who it is. */
    default Optional<String> firstFrame(Person person) {
        return Optional.empty();
    }

    /** The number of a client's n-th question; nobody else's is the same. */
    default String number(Person person, int n) {
        return "u-" + person.id() + "." + n;
    }

    /** A frame whose answer repeats the number. */
    String question(Person person, String number);

    Heard heard(JsonNode frame);
}
