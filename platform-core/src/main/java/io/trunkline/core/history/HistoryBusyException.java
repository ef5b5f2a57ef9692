package io.trunkline.core.history;

import io.trunkline.routing.key.RoomKey;

/** So many publish to one room at once that an event found no place in its history in time. */
public final class HistoryBusyException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public HistoryBusyException(RoomKey room, int tries) {
        super("no place in the history of " + room.tenant() + " " + room.name() + " after " + tries + " tries");
    }
}
