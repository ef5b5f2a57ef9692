package io.trunkline.routing.key;

import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * Legal keys, drawn so that pairs nearly meet: few names, and ids put together from the very separators and prefixes
 * that a key is made of, beside ids of any Unicode.
 */
final class Keys {
    private Keys() {}

    static Arbitrary<String> names() {
        return Arbitraries.oneOf(
                Arbitraries.of("a", "b", "ab", "a.b", "a-b", "A", "branch", "order", "driver", "wizz"),
                Arbitraries.strings()
                        .withCharRange('a', 'z')
                        .withCharRange('A', 'Z')
                        .withCharRange('0', '9')
                        .withChars("_.-")
                        .ofMaxLength(63)
                        .map(rest -> "n" + rest));
    }

    static Arbitrary<String> ids() {
        return ids(KeyText.MAX_ID_BYTES);
    }

    private static Arbitrary<String> ids(int maxBytes) {
        Arbitrary<String> hostile = Arbitraries.of(
                        "#",
                        "/",
                        ":",
                        "@",
                        " ",
                        "%",
                        "\\",
                        "a",
                        "b",
                        "0",
                        "1",
                        "-1",
                        "#0",
                        "#1",
                        "a#",
                        "in:",
                        "all",
                        "in:branch/1/b/",
                        "type:driver",
                        "entity:driver/",
                        "wizz#",
                        "\u00e9",
                        "e\u0301",
                        "\u212b",
                        "\u00c5",
                        "\ud83d\ude00",
                        "\u202e",
                        "\u200b",
                        "\ufeff",
                        "\uffff")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
        Arbitrary<String> any = Arbitraries.strings().ofMinLength(1).ofMaxLength(60);
        return Arbitraries.oneOf(hostile, any).filter(id -> isLegal(id, maxBytes));
    }

    private static boolean isLegal(String id, int maxBytes) {
        try {
            KeyText.id("id", id, maxBytes);
            return true;
        } catch (MalformedKeyException e) {
            return false;
        }
    }

    static Arbitrary<Scope> scopes() {
        return Combinators.combine(kinds(), ids(KeyText.MAX_SCOPE_BYTES)).as(Scope::new);
    }

    private static Arbitrary<String> kinds() {
        return names().filter(name -> !RoomName.RESERVED_KINDS.contains(name));
    }

    private static Arbitrary<RoomName> builtIn() {
        Arbitrary<EntityRef> entities =
                Combinators.combine(names().map(EntityType::new), ids()).as(EntityRef::new);
        return Arbitraries.oneOf(
                ids().map(RoomName.User::new),
                entities.map(RoomName.Entity::new),
                names().map(name -> new RoomName.Type(new EntityType(name))),
                names().map(RoomName.Role::new),
                names().map(name -> new RoomName.App(new AppId(name))),
                Arbitraries.just(new RoomName.All()));
    }

    static Arbitrary<RoomName> roomNames() {
        return Arbitraries.oneOf(
                builtIn(),
                Combinators.combine(kinds(), ids()).as(RoomName.Topic::new),
                Combinators.combine(scopes(), builtIn()).as(RoomName.Within::new));
    }

    static Arbitrary<RoomShard> shards() {
        Arbitrary<Integer> numbers = Arbitraries.oneOf(
                Arbitraries.of(0, 1, 10, 999), Arbitraries.integers().between(0, 999));
        return Combinators.combine(names(), roomNames(), numbers)
                .as((tenant, room, shard) -> new RoomShard(new RoomKey(new TenantId(tenant), room), shard));
    }

    /** Every kind of room, so that a test can see that it met them all. */
    static final Set<Class<? extends RoomName>> KINDS = Set.of(
            RoomName.User.class,
            RoomName.Entity.class,
            RoomName.Type.class,
            RoomName.Role.class,
            RoomName.App.class,
            RoomName.All.class,
            RoomName.Topic.class,
            RoomName.Within.class);
}
