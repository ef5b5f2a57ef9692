package io.trunkline.core.wire.v1;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.WireDialect;

/** The native dialect: one JSON object a text frame, of at most 128 KB and 32 levels. */
public final class V1Dialect implements WireDialect {
    /** Its name, and the subprotocol that clients offer. */
    public static final String ID = "trunkline.v1";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame) {
        return ActionReader.read(FrameReader.read(frame));
    }

    @Override
    public String encode(ServerEvent event) {
        return EventWriter.write(event);
    }
}
