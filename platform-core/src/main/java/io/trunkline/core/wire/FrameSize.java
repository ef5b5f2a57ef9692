package io.trunkline.core.wire;

import com.fasterxml.jackson.databind.node.TextNode;
import io.trunkline.core.message.ServerEvent;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** How large a frame may be, and what an event may hold so that it fits into one. All sizes are bytes of UTF-8. */
public final class FrameSize {
    /**
     * The largest frame: 128 KB, API Gateway's limit of a WebSocket message (its quotas page) and of the body of a POST
     * to @connections (its service model).
     */
    public static final int MAX_BYTES = 131_072;

    /** What API Gateway meters a message by: 32 KB (its pricing page). Frames that events share are no larger. */
    public static final int METERED_BYTES = 32_768;

    /** What every dialect may add to an event's own content: its field names, the time, its punctuation. */
    public static final int ENVELOPE_BYTES = 1_024;

    /** The most that an event may hold. One bound for all dialects, so that no receiver's decides for the others. */
    public static final int MAX_EVENT_BYTES = MAX_BYTES - ENVELOPE_BYTES;

    /** What a reply may add around the events that it repeats: its id, the room, positions, its punctuation. */
    private static final int REPLY_BYTES = 4_096;

    /** The most that the events within one reply may weigh together as JSON. */
    public static final int MAX_REPLY_EVENTS_BYTES = MAX_BYTES - REPLY_BYTES;

    /** The most that an event of a durable room may hold, so that a reply can repeat it. */
    public static final int MAX_DURABLE_EVENT_BYTES = MAX_EVENT_BYTES - REPLY_BYTES;

    /** UTF-8 has no bytes for half of a surrogate pair; JSON has an escape, backslash u and four digits. */
    private static final int HALF_PAIR_BYTES = 6;

    private FrameSize() {}

    /** Whether the frame is no larger than {@link #MAX_BYTES}. */
    public static boolean fits(String frame) {
        return isWithin(frame, MAX_BYTES);
    }

    /** Whether the event's data, as JSON, and its texts weigh no more than {@link #MAX_EVENT_BYTES} together. */
    public static boolean fits(ServerEvent.Published event) {
        return isWithin(content(event), MAX_EVENT_BYTES);
    }

    /** The same for {@link #MAX_DURABLE_EVENT_BYTES}. */
    public static boolean fitsDurably(ServerEvent.Published event) {
        return isWithin(content(event), MAX_DURABLE_EVENT_BYTES);
    }

    /** What {@code json} weighs in a frame. */
    public static long weight(String json) {
        return bytes(json, Long.MAX_VALUE);
    }

    /** What the event's data and texts weigh together as JSON. */
    public static long weight(ServerEvent.Published event) {
        return weight(content(event));
    }

    private static String content(ServerEvent.Published event) {
        String texts = Stream.concat(Stream.of(event.id(), event.room(), event.event()), event.from().stream())
                .map(TextNode::valueOf)
                .map(TextNode::toString)
                .collect(Collectors.joining());
        return texts + event.data();
    }

    /** Counts without making the bytes; most texts are far from the limit, whatever they hold. */
    private static boolean isWithin(String text, int limit) {
        if (text.length() <= limit / HALF_PAIR_BYTES) {
            return true;
        }
        return bytes(text, limit) <= limit;
    }

    /** Stops counting past {@code limit}. */
    private static long bytes(String text, long limit) {
        long bytes = 0;
        int i = 0;
        while (i < text.length() && bytes <= limit) {
            int codePoint = text.codePointAt(i);
            bytes += bytes(codePoint);
            i += Character.charCount(codePoint);
        }
        return bytes;
    }

    private static int bytes(int codePoint) {
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            return HALF_PAIR_BYTES;
        }
        return codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
    }
}
