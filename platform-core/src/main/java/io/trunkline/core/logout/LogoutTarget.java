package io.trunkline.core.logout;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomName;

/** Who is to go. */
public sealed interface LogoutTarget {
    /** Everyone in a room: a user's and an entity's are rooms, too. */
    record Room(RoomName name) implements LogoutTarget {}

    /** One connection, and every other of the same token. */
    record Socket(ConnectionId id) implements LogoutTarget {}
}
