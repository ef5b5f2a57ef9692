package io.trunkline.core.wire;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.ServerEvent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A wire format. Both directions are pure: no I/O, no state, no decision. */
public interface WireDialect {
    /** Its name, which is also its subprotocol where clients offer one: {@code trunkline.v1}. */
    String id();

    /** Reads a text frame as it came; never throws on what a client sends. */
    DecodeOutcome decode(String frame, Speaker speaker);

    /**
     * What a handshake asks by its query besides being let in, of a client that has not said who it is; nothing, which
     * is the rule. Its answers are told by the handshake's status alone; never throws on what a client sends.
     */
    default List<ClientAction> asks(Map<String, String> query) {
        return List.of();
    }

    /**
     * What a connection is told as it opens that has not said who it is yet; nothing, which is the rule. Who has is
     * told a {@link ServerEvent.Welcome}.
     */
    default List<String> greets(ConnectionId connection, Instant at) {
        return List.of();
    }

    /**
     * What nobody asked for, as text frames in order: one as a rule, more where older clients of one app wait for
     * different ones, none where the format has no word for it. Throws {@link IllegalStateException} where the event
     * cannot be written. What a frame adds to a published event's own content is at most
     * {@link FrameSize#ENVELOPE_BYTES}.
     */
    List<String> encode(ServerEvent event);

    /**
     * Several published events as one frame, in the order of their own frames; empty where the format has no such
     * frame, which is the rule. A client opts in by choosing a dialect that has one.
     *
     * @param frames of one event each, as {@link #encode} wrote them; at least two
     */
    default Optional<String> together(List<String> frames) {
        return Optional.empty();
    }
}
