package io.trunkline.core.history;

import io.trunkline.core.app.Retention;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimLostException;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomKey;
import java.time.Instant;
import java.util.Optional;

/**
 * The histories of durable rooms. Whoever asks is let in elsewhere.
 *
 * <p>A room's history begins with a new epoch the first time that anything is asked of it. It begins anew, under
 * another epoch, when the store has lost track of it; so a position never stands for two events.
 */
public interface HistoryStore {
    /**
     * Appends {@code event} and says where it stands: one after the last that was appended, whoever else appends at the
     * same time. When this returns, every later call of anyone sees the event.
     *
     * <p>Where it throws, {@link HistoryBusyException} among others, the event may be in the history or not.
     */
    Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now);

    /**
     * The same for an event under an idempotency key: it is in the history and its position in the claim, or neither.
     * Throws {@link ClaimLostException} where the claim is its owner's no more.
     */
    Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now, Claim claim);

    /** Where the history stands: that of its last event, or offset 0. */
    Position position(RoomKey room, Retention retention, Instant now);

    /**
     * What followed {@code since}, in order, as far as the answer goes. What {@code retention} keeps no longer is not
     * answered, even where it is still stored.
     *
     * @param since the last position that the asker has; where empty, what is kept is answered from its beginning
     * @param limit the most events to be answered, at least 1; the answer may be shorter
     */
    ResumeResult read(RoomKey room, Optional<Position> since, int limit, Retention retention, Instant now);
}
