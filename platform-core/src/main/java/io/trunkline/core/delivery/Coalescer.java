package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.wire.FrameSize;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Lets events that meet at one connection, within this process and a short window, share a frame. The first to come
 * leads: it waits for the window's end, posts the frame, and tells those who joined meanwhile what became of it, so
 * that each delivery's receipt is true. Frames of one connection go out one after the other, in the order in which
 * their events came.
 */
final class Coalescer {
    /** The punctuation around the events of a shared frame. */
    private static final int ENVELOPE_BYTES = 64;

    /** Events that wait together for one connection. Its state is guarded by the coalescer. */
    static final class Shared {
        private final List<ByteBuffer> frames = new ArrayList<>();
        private final CompletableFuture<Tally.Ending> outcome = new CompletableFuture<>();
        private final Optional<Shared> before;
        private int bytes = ENVELOPE_BYTES;
        private boolean open = true;

        private Shared(Optional<Shared> before) {
            this.before = before;
        }

        /** Done when the frame's post has ended one way or the other. */
        CompletableFuture<Tally.Ending> outcome() {
            return outcome;
        }

        /** What must have ended before this frame is posted. */
        Optional<Shared> before() {
            return before;
        }

        private boolean takes(ByteBuffer frame) {
            return open && bytes + frame.remaining() + 1 <= FrameSize.METERED_BYTES;
        }

        private void add(ByteBuffer frame) {
            frames.add(frame);
            bytes += frame.remaining() + 1;
        }
    }

    /**
     * Where an event stands.
     *
     * @param leads whether it is the first, which posts for all
     */
    record Place(Shared shared, boolean leads) {}

    private final Map<ConnectionId, Shared> waiting = new HashMap<>();

    /** Puts an event's frame behind those that wait for the connection. */
    synchronized Place join(ConnectionId connection, ByteBuffer frame) {
        Optional<Shared> last = Optional.ofNullable(waiting.get(connection));
        if (last.isPresent() && last.get().takes(frame)) {
            last.get().add(frame);
            return new Place(last.get(), false);
        }
        last.ifPresent(shared -> shared.open = false);
        Shared next = new Shared(last);
        next.add(frame);
        waiting.put(connection, next);
        return new Place(next, true);
    }

    /** Ends the window; the frames, in the order in which they came. */
    synchronized List<ByteBuffer> close(Shared shared) {
        shared.open = false;
        return List.copyOf(shared.frames);
    }

    /** Tells all who share it what became of it. */
    void settle(ConnectionId connection, Shared shared, Tally.Ending ending) {
        synchronized (this) {
            shared.open = false;
            waiting.remove(connection, shared);
        }
        shared.outcome.complete(ending);
    }

    /** How many events wait for the connection in its last frame. */
    synchronized int waiting(ConnectionId connection) {
        Shared shared = waiting.get(connection);
        return shared == null ? 0 : shared.frames.size();
    }
}
