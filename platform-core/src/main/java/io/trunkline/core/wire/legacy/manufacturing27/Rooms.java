package io.trunkline.core.wire.legacy.manufacturing27;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The names that these apps give rooms, and what the platform calls the same. Their ids are 24 hexadecimal digits; the
 * older server took lower case only, here either spelling is the same room.
 */
final class Rooms {
    private static final String ID = "[0-9a-fA-F]{24}";
    private static final Pattern AN_ID = Pattern.compile(ID);
    private static final Pattern PLAIN =
            Pattern.compile("(branch|user|order|machine|customer|daybook|dispatch|dashboard):(" + ID + ")");
    private static final Pattern ROLE = Pattern.compile("role:(admin|manager|operator|masterAdmin):(" + ID + ")");
    private static final Pattern SPECIFIC = Pattern.compile("(order|machine|customer):" + ID);
    private static final List<String> FIRST = List.of("branch:", "user:", "role:");

    private Rooms() {}

    /** The platform's room; empty where the name has none of the forms that these apps use. */
    static Optional<RoomName> read(String name) {
        Matcher plain = PLAIN.matcher(name);
        if (plain.matches()) {
            return Optional.of(RoomName.parse(plain.group(1) + ":" + folded(plain.group(2))));
        }
        Matcher role = ROLE.matcher(name);
        return role.matches()
                ? Optional.of(new RoomName.Within(
                        new Scope("branch", folded(role.group(2))), new RoomName.Role(role.group(1))))
                : Optional.empty();
    }

    /** The room of a user; empty where {@code id} is none of these systems' ids. */
    static Optional<RoomName> user(String id) {
        return Optional.of(id)
                .filter(text -> AN_ID.matcher(text).matches())
                .map(text -> new RoomName.User(folded(text)));
    }

    private static String folded(String id) {
        return id.toLowerCase(Locale.ROOT);
    }

    /** Whether {@code subscribe} refuses the room, since an action of its own leads there. */
    static boolean needsAnActionOfItsOwn(String name) {
        return SPECIFIC.matcher(name).matches();
    }

    /** The rooms of a reply's list by these apps' names. */
    static List<String> named(JsonNode rooms, Optional<Identity> identity) {
        return named(StreamSupport.stream(rooms.spliterator(), false).map(JsonNode::asText), identity);
    }

    /**
     * These apps' names of rooms, their own first; rooms that they have no name for are left out. The room of one's
     * role within one's branch is narrowed to a scope, which lists leave out: who is in the branch is in it.
     */
    static List<String> named(Stream<String> rooms, Optional<Identity> identity) {
        List<RoomName> list = rooms.map(RoomName::parse).toList();
        Stream<String> ofRoles = identity.stream().flatMap(who -> who.scopes().stream()
                .filter(scope -> list.contains(scope.room()))
                .flatMap(scope -> who.roles().stream().map(role -> "role:" + role + ":" + scope.value())));
        return Stream.concat(list.stream().flatMap(room -> named(room).stream()), ofRoles)
                .distinct()
                .sorted(Comparator.comparingInt(Rooms::rank).thenComparing(Comparator.naturalOrder()))
                .toList();
    }

    private static int rank(String name) {
        return FIRST.stream()
                .filter(name::startsWith)
                .mapToInt(FIRST::indexOf)
                .findFirst()
                .orElse(FIRST.size());
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
