package io.trunkline.core.delivery;

import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.core.wire.WireDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event's frames, encoded once a dialect. For one thread. */
final class FrameCache {
    private static final Logger LOG = LoggerFactory.getLogger(FrameCache.class);

    private final DialectRegistry dialects;
    private final ServerEvent event;
    private final Map<String, Optional<List<ByteBuffer>>> frames = new HashMap<>();

    FrameCache(DialectRegistry dialects, ServerEvent event) {
        this.dialects = dialects;
        this.event = event;
    }

    /**
     * The event's frames in order, shared by all who ask and read-only; empty where this event cannot be said in the
     * dialect or is too large for the gateway, which is logged once. No frames where the dialect has no word for it.
     */
    Optional<List<ByteBuffer>> frames(String dialect) {
        return frames.computeIfAbsent(dialect, this::encode);
    }

    private Optional<List<ByteBuffer>> encode(String id) {
        Optional<WireDialect> dialect = dialects.find(id);
        if (dialect.isEmpty()) {
            LOG.error("not spoken by this build, its connections get nothing dialect={}", id);
            return Optional.empty();
        }
        try {
            List<ByteBuffer> encoded = new ArrayList<>();
            for (String frame : dialect.get().encode(event)) {
                byte[] bytes = frame.getBytes(StandardCharsets.UTF_8);
                if (bytes.length > FrameSize.MAX_BYTES) {
                    LOG.warn(
                            "an event is too large bytes={} dialect={} limit={}",
                            bytes.length,
                            id,
                            FrameSize.MAX_BYTES);
                    return Optional.empty();
                }
                encoded.add(ByteBuffer.wrap(bytes).asReadOnlyBuffer());
            }
            return Optional.of(List.copyOf(encoded));
        } catch (RuntimeException e) {
            // one dialect's fault must not take the event from the others
            LOG.error("an event could not be written dialect={}", id, e);
            return Optional.empty();
        }
    }
}
