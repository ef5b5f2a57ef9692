package io.trunkline.core.wire;

import io.trunkline.core.message.ServerEvent;
import java.util.List;

/** A wire format. Both directions are pure: no I/O, no state, no decision. */
public interface WireDialect {
    /** Its name, which is also its subprotocol where clients offer one: {@code trunkline.v1}. */
    String id();

    /** Reads a text frame as it came; never throws on what a client sends. */
    DecodeOutcome decode(String frame, Speaker speaker);

    /**
     * What nobody asked for, as text frames in order: one as a rule, more where older clients of one app wait for
     * different ones, none where the format has no word for it. Throws {@link IllegalStateException} where the event
     * cannot be written. What a frame adds to a published event's own content is at most
     * {@link FrameSize#ENVELOPE_BYTES}.
     */
    List<String> encode(ServerEvent event);
}
