package io.trunkline.core.wire.v1;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import java.util.List;
import java.util.Optional;

/**
 * The native dialect for clients that also take several events in a frame, {@code {"type":"events","events":[…]}}: all
 * else is as in {@link V1Dialect}. To offer it as subprotocol is to opt in.
 */
public final class V1BatchDialect implements WireDialect {
    /** Its name, and the subprotocol that clients offer. */
    public static final String ID = "trunkline.v1+batch";

    private final V1Dialect single = new V1Dialect();

    @Override
    public String id() {
        return ID;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        return single.decode(frame, speaker);
    }

    @Override
    public List<String> encode(ServerEvent event) {
        return single.encode(event);
    }

    @Override
    public Optional<String> together(List<String> frames) {
        return Optional.of("{\"type\":\"events\",\"events\":[" + String.join(",", frames) + "]}");
    }
}
