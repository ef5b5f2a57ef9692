package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/** The names that these apps give rooms, and what the platform calls the same. */
final class Rooms {
    private static final String ID = "[0-9a-f]{24}";
    private static final Pattern PLAIN = Pattern.compile("(branch|user|order|machine|customer):(" + ID + ")");
    private static final Pattern ROLE = Pattern.compile("role:(admin|manager|operator|masterAdmin):(" + ID + ")");
    private static final Pattern SPECIFIC = Pattern.compile("(order|machine|customer):" + ID);

    private Rooms() {}

    /** The platform's room; empty where the name has none of the forms that these apps use. */
    static Optional<RoomName> read(String name) {
        Matcher plain = PLAIN.matcher(name);
        if (plain.matches()) {
            return Optional.of(RoomName.parse(name));
        }
        Matcher role = ROLE.matcher(name);
        return role.matches()
                ? Optional.of(new RoomName.Within(new Scope("branch", role.group(2)), new RoomName.Role(role.group(1))))
                : Optional.empty();
    }

    /** Whether {@code subscribe} refuses the room, since an action of its own leads there. */
    static boolean needsAnActionOfItsOwn(String name) {
        return SPECIFIC.matcher(name).matches();
    }

    /** These apps' names of the rooms in a reply's list; rooms that they have no name for are left out. */
    static List<String> named(JsonNode rooms) {
        return StreamSupport.stream(rooms.spliterator(), false)
                .map(JsonNode::asText)
                .flatMap(room -> named(RoomName.parse(room)).stream())
                .toList();
    }

    private static Optional<String> named(RoomName room) {
        return switch (room) {
            case RoomName.User _, RoomName.Topic _ -> Optional.of(room.toString());
            case RoomName.Within within ->
                within.room() instanceof RoomName.Role role
                        ? Optional.of(
                                "role:" + role.role() + ":" + within.scope().value())
                        : Optional.empty();
            case RoomName.Entity _, RoomName.Type _, RoomName.Role _, RoomName.App _, RoomName.All _ ->
                Optional.empty();
        };
    }
}
