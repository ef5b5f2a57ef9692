package io.trunkline.core.wire;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomName;
import java.util.Optional;
import java.util.function.Function;

/** Whom {@code to} may name, over the socket and over HTTP alike: {@code {"entity":"merchant/m-42"}}. */
public final class Addresses {
    private Addresses() {}

    /**
     * What reads the value under {@code kind} as a room, throwing {@code MalformedKeyException} where it is none; empty
     * where there is no such kind.
     */
    public static Optional<Function<String, RoomName>> reader(String kind) {
        return switch (kind) {
            case "entity" -> Optional.of(text -> new RoomName.Entity(EntityRef.parse(text)));
            case "type" -> Optional.of(text -> new RoomName.Type(new EntityType(text)));
            case "user" -> Optional.of(RoomName.User::new);
            case "role" -> Optional.of(RoomName.Role::new);
            case "room" -> Optional.of(RoomName::parse);
            default -> Optional.empty();
        };
    }
}
