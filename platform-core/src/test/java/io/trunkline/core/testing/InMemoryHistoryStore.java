package io.trunkline.core.testing;

import io.trunkline.core.app.Retention;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.routing.key.RoomKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Histories in memory; everything is kept stored, and what the retention lets go is not told. */
public final class InMemoryHistoryStore implements HistoryStore {
    private record Kept(ServerEvent.Published event, Instant expiresAt) {}

    private record History(String epoch, List<Kept> events) {
        Position at(long offset) {
            return new Position(epoch, offset);
        }
    }

    private final Map<RoomKey, History> histories = new HashMap<>();
    private final InMemoryClaimStore claims;
    private int epochs;
    private boolean failing;

    public InMemoryHistoryStore() {
        this(new InMemoryClaimStore());
    }

    /** @param claims where positions are noted that were appended under a claim */
    public InMemoryHistoryStore(InMemoryClaimStore claims) {
        this.claims = claims;
    }

    /** The room's history is gone, as where a table was lost. */
    public synchronized void lose(RoomKey room) {
        histories.remove(room);
    }

    /** Every append from now on throws. */
    public synchronized void failAppends() {
        failing = true;
    }

    /** Appends work again. */
    public synchronized void heal() {
        failing = false;
    }

    @Override
    public synchronized Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now) {
        if (failing) {
            throw new IllegalStateException("the history fails, as it was told to");
        }
        History history = history(room);
        Position position = history.at(history.events().size() + 1L);
        history.events().add(new Kept(event.at(position), now.plus(retention.keepFor())));
        return position;
    }

    @Override
    public synchronized Position append(
            RoomKey room, ServerEvent.Published event, Retention retention, Instant now, Claim claim) {
        if (failing) {
            throw new IllegalStateException("the history fails, as it was told to");
        }
        claims.note(claim, room.name(), history(room).at(history(room).events().size() + 1L));
        return append(room, event, retention, now);
    }

    @Override
    public synchronized Position position(RoomKey room, Retention retention, Instant now) {
        History history = history(room);
        return history.at(history.events().size());
    }

    @Override
    public synchronized ResumeResult read(
            RoomKey room, Optional<Position> since, int limit, Retention retention, Instant now) {
        History history = history(room);
        int last = history.events().size();
        int oldest = Math.max(0, last - retention.keep());
        while (oldest < last && !history.events().get(oldest).expiresAt().isAfter(now)) {
            oldest++;
        }
        Position from = since.orElse(history.at(oldest));
        if (!from.epoch().equals(history.epoch()) || from.offset() > last) {
            return new ResumeResult.EpochChanged(history.at(last));
        }
        if (from.offset() < oldest) {
            return new ResumeResult.Gap(history.at(oldest), history.at(last));
        }
        int first = (int) from.offset();
        int end = Math.min(last, first + limit);
        return new ResumeResult.Recovered(
                history.events().subList(first, end).stream().map(Kept::event).toList(), history.at(end), end < last);
    }

    private History history(RoomKey room) {
        return histories.computeIfAbsent(room, _ -> new History("epoch" + ++epochs, new ArrayList<>()));
    }
}
