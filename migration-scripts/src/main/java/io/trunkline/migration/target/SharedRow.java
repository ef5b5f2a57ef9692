package io.trunkline.migration.target;

import io.trunkline.core.connection.Connection;
import io.trunkline.routing.key.RoomShard;
import java.util.List;

/**
 * A connection and the partitions of the rooms that it is in, the automatic ones among them: all that the shared tables
 * hold of it.
 */
public record SharedRow(Connection connection, List<RoomShard> rooms) {
    public SharedRow {
        rooms = List.copyOf(rooms);
    }
}
