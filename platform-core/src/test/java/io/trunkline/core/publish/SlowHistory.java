package io.trunkline.core.publish;

import io.trunkline.core.app.Retention;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomKey;
import java.time.Instant;
import java.util.Optional;

/** A history to which something happens between the decision to append and the append. */
record SlowHistory(HistoryStore store, Runnable meanwhile) implements HistoryStore {
    @Override
    public Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now) {
        meanwhile.run();
        return store.append(room, event, retention, now);
    }

    @Override
    public Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now, Claim claim) {
        meanwhile.run();
        return store.append(room, event, retention, now, claim);
    }

    @Override
    public Position position(RoomKey room, Retention retention, Instant now) {
        return store.position(room, retention, now);
    }

    @Override
    public ResumeResult read(RoomKey room, Optional<Position> since, int limit, Retention retention, Instant now) {
        return store.read(room, since, limit, retention, now);
    }
}
