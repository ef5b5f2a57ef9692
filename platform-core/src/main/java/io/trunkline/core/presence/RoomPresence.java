package io.trunkline.core.presence;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.PresenceRule;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.Collection;
import java.util.Optional;

/** Keeps who is in the rooms whose rules ask for it, and costs nothing for any other. */
public final class RoomPresence {
    private final AppRegistry registry;
    private final PresenceStore store;

    public RoomPresence(AppRegistry registry, PresenceStore store) {
        this.registry = registry;
        this.store = store;
    }

    /** A connection joins a room; answers whether the room is to be told that {@code entity} joined. */
    public boolean join(
            Tenant tenant, RoomName room, EntityRef entity, ConnectionId connection, Instant expiresAt, Instant now) {
        return tenant.presenceOf(room)
                .map(rule ->
                        store.join(new RoomKey(tenant.id(), room), entity, connection, expiresAt, rule.grace(), now)
                                && rule.announced())
                .orElse(false);
    }

    /**
     * A connection leaves rooms; those that keep nothing cost nothing.
     *
     * @param entity empty where nothing but the connection is known; then each room that keeps presence is searched
     */
    public void leave(Collection<RoomShard> rooms, Optional<EntityRef> entity, ConnectionId connection, Instant now) {
        rooms.stream().map(RoomShard::room).distinct().forEach(room -> registry.tenant(room.tenant())
                .flatMap(tenant -> tenant.presenceOf(room.name()))
                .ifPresent(rule -> leave(room, rule, entity, connection, now)));
    }

    private void leave(
            RoomKey room, PresenceRule rule, Optional<EntityRef> known, ConnectionId connection, Instant now) {
        known.or(() -> store.entityOf(room, connection))
                .ifPresent(entity -> store.leave(room, entity, connection, rule.grace(), now));
    }

    /** Some of those in a room that keeps it, under its rule. */
    public PresencePage page(RoomKey room, PresenceRule rule, Optional<String> after, int limit, Instant now) {
        return store.page(room, after, limit, rule.grace(), now);
    }
}
