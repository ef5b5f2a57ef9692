package io.trunkline.core.dispatch;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.AutomaticRooms;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.stream.Stream;

/** Which rooms a connection is in, by the names that a client can say; one query. */
final class ConnectionRooms {
    private final SubscriptionStore subscriptions;

    ConnectionRooms(SubscriptionStore subscriptions) {
        this.subscriptions = subscriptions;
    }

    /** In alphabetical order. Rooms narrowed to a scope are left out: they are the platform's own way to route. */
    List<String> names(Tenant tenant, Identity identity, ConnectionId connection) {
        // the index of roomsOf trails, so just after a connect the automatic rooms are not in it yet
        return Stream.concat(
                        AutomaticRooms.of(identity, tenant.catalog()).stream(),
                        subscriptions.roomsOf(connection).stream().map(RoomShard::room))
                .map(RoomKey::name)
                .filter(name -> !(name instanceof RoomName.Within))
                .map(RoomName::toString)
                .distinct()
                .sorted()
                .toList();
    }
}
