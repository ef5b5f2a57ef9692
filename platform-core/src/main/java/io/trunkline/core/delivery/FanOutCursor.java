package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomShard;
import java.util.Optional;

/**
 * Where a shard's delivery stands: every connection up to and with {@code after} has been started, none beyond it. All
 * that a later run needs to go on.
 */
record FanOutCursor(RoomShard shard, Optional<ConnectionId> after) {
    static FanOutCursor start(RoomShard shard) {
        return new FanOutCursor(shard, Optional.empty());
    }

    FanOutCursor past(ConnectionId connection) {
        return new FanOutCursor(shard, Optional.of(connection));
    }
}
