package io.trunkline.core.wire.v1;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import java.util.List;

/** The native dialect: one JSON object a text frame, of at most 128 KB and 32 levels. */
public final class V1Dialect implements WireDialect {
    /** Its name, and the subprotocol that clients offer. */
    public static final String ID = "trunkline.v1";

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        return ActionReader.read(FrameReader.read(frame));
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return switch (event) {
            // a native client says hello where it wants to know who it is
            case ServerEvent.Welcome _ -> List.of();
            case ServerEvent.Reply _,
                    ServerEvent.Refused _,
                    ServerEvent.Published _,
                    ServerEvent.Presence _,
                    ServerEvent.GoAway _ -> List.of(EventWriter.write(event));
        };
    }
}
