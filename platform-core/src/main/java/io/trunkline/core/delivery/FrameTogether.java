package io.trunkline.core.delivery;

import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.FrameSize;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Makes one frame of several, where a dialect has a word for it. */
final class FrameTogether {
    private FrameTogether() {}

    static boolean isSpoken(DialectRegistry dialects, String dialect) {
        return dialects.find(dialect)
                .flatMap(found -> found.together(List.of("{}", "{}")))
                .isPresent();
    }

    /** One frame, or those there are where they make none together. */
    static List<ByteBuffer> of(DialectRegistry dialects, String dialect, List<ByteBuffer> frames) {
        if (frames.size() == 1) {
            return frames;
        }
        List<String> texts = frames.stream()
                .map(frame -> StandardCharsets.UTF_8.decode(frame.duplicate()).toString())
                .toList();
        return dialects.find(dialect)
                .flatMap(found -> found.together(texts))
                .map(text ->
                        ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)).asReadOnlyBuffer())
                .filter(frame -> frame.remaining() <= FrameSize.METERED_BYTES)
                .map(List::of)
                .orElse(frames);
    }
}
