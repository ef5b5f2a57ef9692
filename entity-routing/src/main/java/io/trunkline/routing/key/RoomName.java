package io.trunkline.routing.key;

import java.util.Set;

/**
 * A room within a tenant: the one way to address anything. Its text is what clients write, such as {@code order:o-9} or
 * {@code entity:driver/d-7}, and reads back to the same name.
 *
 * <p>Every part of the text but the last is a name without separators, and the last is taken as it stands, so no id
 * needs escaping and no two names share a text.
 */
public sealed interface RoomName {
    /** Kinds that a tenant cannot use for rooms of its own. */
    Set<String> RESERVED_KINDS = Set.of("user", "entity", "type", "role", "app", "all", "in");

    /** Every connection of one user. */
    record User(String id) implements RoomName {
        public User {
            KeyText.id("user", id, KeyText.MAX_ID_BYTES);
        }

        @Override
        public String toString() {
            return "user:" + id;
        }
    }

    /** Every connection that stands for one entity. */
    record Entity(EntityRef ref) implements RoomName {
        @Override
        public String toString() {
            return "entity:" + ref;
        }
    }

    /** Every connection whose entity is of one type. */
    record Type(EntityType type) implements RoomName {
        @Override
        public String toString() {
            return "type:" + type;
        }
    }

    /** Every connection that holds one role. */
    record Role(String role) implements RoomName {
        public Role {
            KeyText.name("role", role);
        }

        @Override
        public String toString() {
            return "role:" + role;
        }
    }

    /** Every connection of one app. */
    record App(AppId app) implements RoomName {
        @Override
        public String toString() {
            return "app:" + app;
        }
    }

    /** Every connection of the tenant. */
    record All() implements RoomName {
        @Override
        public String toString() {
            return "all";
        }
    }

    /** A room of a kind that the tenant names: {@code order:o-9}, {@code branch:b-1}. */
    record Topic(String kind, String id) implements RoomName {
        public Topic {
            KeyText.name("room kind", kind);
            KeyText.id("room id", id, KeyText.MAX_ID_BYTES);
            if (RESERVED_KINDS.contains(kind)) {
                throw new MalformedKeyException("room kind '" + kind + "' is reserved");
            }
        }

        @Override
        public String toString() {
            return kind + ":" + id;
        }
    }

    /**
     * The part of a built-in room that holds one scope: the drivers of branch b-1. Joined automatically where a route
     * rule is scoped, so that a scoped message needs no filter. Its text carries the value's length, as two ids stand
     * in it: {@code in:branch/3/b-1/type:driver}.
     */
    record Within(Scope scope, RoomName room) implements RoomName {
        public Within {
            boolean narrows =
                    switch (room) {
                        case User _, Entity _, Type _, Role _, App _, All _ -> true;
                        case Topic _, Within _ -> false;
                    };
            if (!narrows) {
                throw new MalformedKeyException("only a built-in room can be narrowed to a scope");
            }
        }

        @Override
        public String toString() {
            return "in:" + scope.name() + "/" + scope.value().length() + "/" + scope.value() + "/" + room;
        }
    }

    /** Reads a room's text; throws {@link MalformedKeyException} where it is none. */
    static RoomName parse(String text) {
        if (text.equals("all")) {
            return new All();
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            throw new MalformedKeyException("room must be written kind:id");
        }
        String kind = text.substring(0, colon);
        String rest = text.substring(colon + 1);
        return switch (kind) {
            case "user" -> new User(rest);
            case "entity" -> new Entity(EntityRef.parse(rest));
            case "type" -> new Type(new EntityType(rest));
            case "role" -> new Role(rest);
            case "app" -> new App(new AppId(rest));
            case "in" -> parseWithin(rest);
            default -> new Topic(kind, rest);
        };
    }

    private static RoomName parseWithin(String text) {
        int slash = text.indexOf('/');
        int second = slash < 0 ? -1 : text.indexOf('/', slash + 1);
        String digits = second < 0 ? "" : text.substring(slash + 1, second);
        // at most three digits without a leading zero: one spelling a length, so one text a name
        if (digits.isEmpty()
                || digits.length() > 3
                || digits.startsWith("0")
                || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw new MalformedKeyException("scoped room must be written in:scope/length/value/room");
        }
        int end = second + 1 + Integer.parseInt(digits);
        if (end >= text.length() || text.charAt(end) != '/') {
            throw new MalformedKeyException("scoped room's length does not fit its value");
        }
        String room = text.substring(end + 1);
        if (room.startsWith("in:")) {
            // refused before it is read, as a client's text could nest deep enough to exhaust the stack
            throw new MalformedKeyException("a scoped room holds no scoped room");
        }
        return new Within(new Scope(text.substring(0, slash), text.substring(second + 1, end)), parse(room));
    }
}
