package io.trunkline.core.history;

import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import java.util.List;

/** What someone is told who asks for all that followed a position. A part never passes for the whole. */
public sealed interface ResumeResult {
    /**
     * Every event from the position that was asked from to {@code position}, in order.
     *
     * @param events each with its position, one after another without a gap
     * @param position of the last of them, or the one that was asked from; what follows is asked for from here
     * @param more whether the history goes on after {@code position}
     */
    record Recovered(List<ServerEvent.Published> events, Position position, boolean more) implements ResumeResult {
        public Recovered {
            events = List.copyOf(events);
        }
    }

    /**
     * Some of it is no longer kept.
     *
     * @param oldest the oldest position that can be asked from
     * @param position where the history stands
     */
    record Gap(Position oldest, Position position) implements ResumeResult {}

    /**
     * The history that the position belongs to is lost, or never was.
     *
     * @param position where the present one stands
     */
    record EpochChanged(Position position) implements ResumeResult {}
}
