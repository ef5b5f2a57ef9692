package io.trunkline.core.delivery;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A dialect that writes its name and the event's, padded to a size, and counts how often it was asked. */
final class TestDialect implements WireDialect {
    private final String id;
    private final int padding;
    private final int copies;
    private final AtomicInteger encoded = new AtomicInteger();

    TestDialect(String id, int padding) {
        this(id, padding, 1);
    }

    /** @param copies frames that it makes of an event, numbered; none where 0 */
    TestDialect(String id, int padding, int copies) {
        this.id = id;
        this.padding = padding;
        this.copies = copies;
    }

    int encoded() {
        return encoded.get();
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public DecodeOutcome decode(String frame, Speaker speaker) {
        throw new UnsupportedOperationException("delivery only writes");
    }

    @Override
    public List<String> encode(ServerEvent event) {
        encoded.incrementAndGet();
        return switch (event) {
            case ServerEvent.Published published ->
                IntStream.range(0, copies)
                        .mapToObj(copy -> id + " " + published.event() + "ü".repeat(padding) + (copy == 0 ? "" : copy))
                        .toList();
            default -> throw new IllegalStateException("not published");
        };
    }
}
