package io.trunkline.core.delivery;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.WireDialect;
import java.util.concurrent.atomic.AtomicInteger;

/** A dialect that writes its name and the event's, padded to a size, and counts how often it was asked. */
final class TestDialect implements WireDialect {
    private final String id;
    private final int padding;
    private final AtomicInteger encoded = new AtomicInteger();

    TestDialect(String id, int padding) {
        this.id = id;
        this.padding = padding;
    }

    int encoded() {
        return encoded.get();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public DecodeOutcome decode(String frame) {
        throw new UnsupportedOperationException("delivery only writes");
    }

    @Override
    public String encode(ServerEvent event) {
        encoded.incrementAndGet();
        return switch (event) {
            case ServerEvent.Published published -> id + " " + published.event() + "ü".repeat(padding);
            default -> throw new IllegalStateException("not published");
        };
    }
}
