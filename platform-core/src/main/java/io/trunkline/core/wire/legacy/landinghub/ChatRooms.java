package io.trunkline.core.wire.legacy.landinghub;

import io.trunkline.routing.key.RoomName;
import java.util.Optional;

/** These apps name a chat by its id alone; here it is a room of the kind {@code chat}. */
final class ChatRooms {
    private static final String KIND = "chat";

    private ChatRooms() {}

    /** Throws {@link io.trunkline.routing.key.MalformedKeyException} where {@code id} can be no room's. */
    static RoomName.Topic room(String id) {
        return new RoomName.Topic(KIND, id);
    }

    /** The chat's id; empty for any other room. */
    static Optional<String> id(String room) {
        return RoomName.parse(room) instanceof RoomName.Topic topic
                        && topic.kind().equals(KIND)
                ? Optional.of(topic.id())
                : Optional.empty();
    }
}
