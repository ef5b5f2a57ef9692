package io.trunkline.core.subscription;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.AutomaticRooms;
import io.trunkline.routing.route.Identity;
import java.util.List;

/**
 * The shards of a connection's automatic rooms, without a read: the same at its disconnect as at its connect, unless
 * the tenant's definition has changed in between.
 */
public final class AutomaticShards {
    private AutomaticShards() {}

    public static List<RoomShard> of(Tenant tenant, Identity identity, ConnectionId connection) {
        return AutomaticRooms.of(identity, tenant.catalog()).stream()
                .map(room -> RoomShard.of(room, connection.value(), tenant.shardsOf(room.name())))
                .toList();
    }
}
