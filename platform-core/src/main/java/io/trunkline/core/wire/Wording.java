package io.trunkline.core.wire;

import io.trunkline.core.message.ServerEvent;
import java.util.List;

/**
 * How the answers to one frame are said. It may repeat what the frame held, as older formats do; it is pure like its
 * dialect.
 */
@FunctionalInterface
public interface Wording {
    /**
     * The frames to answer with, in order; none where the format answers nothing.
     *
     * @param answers one {@link ServerEvent.Reply} or {@link ServerEvent.Refused} an action, in their order; fewer than
     *     there were actions where the last of them is a refusal
     */
    List<String> frames(List<ServerEvent> answers);
}
