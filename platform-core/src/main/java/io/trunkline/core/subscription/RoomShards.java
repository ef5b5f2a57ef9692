package io.trunkline.core.subscription;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.AutomaticRooms;
import io.trunkline.routing.route.Identity;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The shards in which a tenant's subscriptions stand, by its definition and without a read, also while the number of
 * shards changes: whoever joins takes one, whoever looks for members looks into all.
 */
public final class RoomShards {
    private RoomShards() {}

    /** All shards of a room, for whoever looks for its members. */
    public static List<RoomShard> all(Tenant tenant, RoomName room) {
        return IntStream.range(0, tenant.spreadOf(room).reads())
                .mapToObj(shard -> new RoomShard(new RoomKey(tenant.id(), room), shard))
                .toList();
    }

    /** The one shard of a room that a connection joins. */
    public static RoomShard joined(Tenant tenant, RoomName room, ConnectionId connection) {
        return RoomShard.of(new RoomKey(tenant.id(), room), connection.value(), tenant.shardsOf(room));
    }

    /** The shards of a room that a connection may have joined: one, or more while their number changes. */
    public static Set<RoomShard> possible(Tenant tenant, RoomName room, ConnectionId connection) {
        return tenant.spreadOf(room).counts().stream()
                .map(count -> RoomShard.of(new RoomKey(tenant.id(), room), connection.value(), count))
                .collect(Collectors.toSet());
    }

    /** The shards that a connection may have joined and does not join now. */
    public static Set<RoomShard> former(Tenant tenant, RoomName room, ConnectionId connection) {
        Set<RoomShard> former = new HashSet<>(possible(tenant, room, connection));
        former.remove(joined(tenant, room, connection));
        return former;
    }

    /** What a connection joins as it opens. */
    public static List<RoomShard> automatic(Tenant tenant, Identity identity, ConnectionId connection) {
        return rooms(tenant, identity).stream()
                .map(room -> joined(tenant, room.name(), connection))
                .toList();
    }

    /** What a connection may have joined as it opened, for when it ends. */
    public static Set<RoomShard> possibleAutomatic(Tenant tenant, Identity identity, ConnectionId connection) {
        return rooms(tenant, identity).stream()
                .flatMap(room -> possible(tenant, room.name(), connection).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private static Collection<RoomKey> rooms(Tenant tenant, Identity identity) {
        return tenant.isVisitor(identity) ? List.of() : AutomaticRooms.of(identity, tenant.catalog());
    }
}
