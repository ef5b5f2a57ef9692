package io.trunkline.core.subscription;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.AutomaticRooms;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The shards in which a tenant's subscriptions stand, by its definition and without a read. A subscription that was
 * made under another definition may stand in another shard, until its connection ends.
 */
public final class RoomShards {
    private RoomShards() {}

    /** All shards of a room, for whoever looks for its members. */
    public static List<RoomShard> all(Tenant tenant, RoomName room) {
        return IntStream.range(0, tenant.shardsOf(room))
                .mapToObj(shard -> new RoomShard(new RoomKey(tenant.id(), room), shard))
                .toList();
    }

    /** The one shard of a room that a connection joins. */
    public static RoomShard joined(Tenant tenant, RoomName room, ConnectionId connection) {
        return RoomShard.of(new RoomKey(tenant.id(), room), connection.value(), tenant.shardsOf(room));
    }

    /** What a connection joins as it opens: the same when it ends. */
    public static List<RoomShard> automatic(Tenant tenant, Identity identity, ConnectionId connection) {
        return AutomaticRooms.of(identity, tenant.catalog()).stream()
                .map(room -> joined(tenant, room.name(), connection))
                .toList();
    }
}
