package io.trunkline.core.wire;

import io.trunkline.core.message.ServerEvent;

/** A wire format. Both directions are pure: no I/O, no state, no decision. */
public interface WireDialect {
    /** Its name, which is also its subprotocol where clients offer one: {@code trunkline.v1}. */
    String id();

    /** Reads a text frame as it came; never throws on what a client sends. */
    DecodeOutcome decode(String frame);

    /**
     * One text frame; throws {@link IllegalStateException} where the event cannot be written. What it adds to a
     * published event's own content is at most {@link FrameSize#ENVELOPE_BYTES}.
     */
    String encode(ServerEvent event);
}
