package io.trunkline.core.presence;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Who is in the rooms that keep it. Each change is atomic for an entity in a room, so of devices that come or go at one
 * moment one is the first and one the last. Doing anything twice is doing it once.
 *
 * <p>Every entity that is there has a reminder for the moment at which it will have left; {@link #settle} at or after
 * that moment tells what became of it. So nothing is ever searched for, and a lost disconnect is found in time.
 */
public interface PresenceStore {
    /**
     * A device comes.
     *
     * @param expiresAt when its connection has ended at the latest
     * @return whether its entity was not there before, so that it is to be announced: true for one device of several
     */
    boolean join(RoomKey room, EntityRef entity, ConnectionId device, Instant expiresAt, Duration grace, Instant now);

    /**
     * A device goes; one that is not there is no error. Its entity stays as long as another is there, and the grace.
     */
    void leave(RoomKey room, EntityRef entity, ConnectionId device, Duration grace, Instant now);

    /** Whose device it is, for whoever knows no more than its connection; reads all that is stored of the room. */
    Optional<EntityRef> entityOf(RoomKey room, ConnectionId device);

    /**
     * Up to {@code limit} of the entities that count as there at {@code now}, in no order that means anything; what was
     * stored before is in it.
     *
     * @param after where an earlier page ended; a text of 1 to 37 digits
     */
    PresencePage page(RoomKey room, Optional<String> after, int limit, Duration grace, Instant now);

    /** How many parts the reminders of all rooms are in. */
    int parts();

    /** Up to {@code limit} reminders of a part that are due at {@code now}, the oldest first. */
    ReminderPage due(int part, Optional<String> after, int limit, Instant now);

    /** What became of the entity that a due reminder is of; the reminder is kept where that is not the end of it. */
    Settlement settle(Reminder reminder, Duration grace, Instant now);

    /** The leaving has been announced, or need not be: nothing of it is stored any more, unless it has come back. */
    void announced(Departure departure);
}
