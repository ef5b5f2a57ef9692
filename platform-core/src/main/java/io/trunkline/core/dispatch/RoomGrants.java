package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.InstantSource;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Whom a tenant's backend lets into the rooms that are joined by grant, and takes out of them again. */
public final class RoomGrants {
    private static final int PAGE = 100;

    private final AppRegistry registry;
    private final GrantStore grants;
    private final SubscriptionStore subscriptions;
    private final RoomPresence presence;
    private final InstantSource clock;

    public RoomGrants(
            AppRegistry registry,
            GrantStore grants,
            SubscriptionStore subscriptions,
            RoomPresence presence,
            InstantSource clock) {
        this.registry = registry;
        this.grants = grants;
        this.subscriptions = subscriptions;
        this.presence = presence;
        this.clock = clock;
    }

    /** Lets {@code entity} in, now and until it is taken out; one write. Nobody is joined by it. */
    public MembersOutcome grant(TenantId tenantId, RoomName room, EntityRef entity) {
        return inRoomByGrant(tenantId, room, tenant -> {
            if (!tenant.catalog().declares(entity.type())) {
                return refused(RejectionCode.BAD_FIELD, "the tenant declares no type '" + entity.type() + "'");
            }
            grants.grant(new RoomKey(tenantId, room), entity);
            return new MembersOutcome.Done(0);
        });
    }

    /**
     * Takes {@code entity} out: first its grant, so that nobody joins any more, then every live connection of it. One
     * that was about to join meanwhile looks at its grant again once it has.
     */
    public MembersOutcome revoke(TenantId tenantId, RoomName room, EntityRef entity) {
        return inRoomByGrant(tenantId, room, tenant -> {
            RoomKey key = new RoomKey(tenantId, room);
            grants.revoke(key, entity);
            int left = 0;
            for (ConnectionId connection : connectionsOf(tenant, entity)) {
                left += leaves(tenant, key, entity, connection) ? 1 : 0;
            }
            return new MembersOutcome.Done(left);
        });
    }

    /** The entities that are let in, {@code limit} at most; one query. */
    public MembersOutcome page(TenantId tenantId, RoomName room, Optional<String> after, int limit) {
        return inRoomByGrant(
                tenantId,
                room,
                tenant -> new MembersOutcome.Page(grants.page(new RoomKey(tenantId, room), after, limit)));
    }

    private MembersOutcome inRoomByGrant(TenantId tenantId, RoomName room, Function<Tenant, MembersOutcome> work) {
        Optional<Tenant> tenant = registry.tenant(tenantId);
        if (tenant.isEmpty()) {
            return new MembersOutcome.Refused(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        return RoomPolicy.isByGrant(tenant.get(), room)
                ? work.apply(tenant.get())
                : refused(RejectionCode.NOT_BY_GRANT, "no room rule lets anyone into '" + room + "' by grant");
    }

    /** By the room that each of them is in from its start; read as it is now, and not as it was. */
    private Set<ConnectionId> connectionsOf(Tenant tenant, EntityRef entity) {
        Set<ConnectionId> found = new LinkedHashSet<>();
        for (RoomShard shard : RoomShards.all(tenant, new RoomName.Entity(entity))) {
            Optional<ConnectionId> after = Optional.empty();
            do {
                SubscriptionPage page = subscriptions.freshPage(shard, after, PAGE, clock.instant());
                page.items().stream().map(Subscription::connectionId).forEach(found::add);
                after = page.next();
            } while (after.isPresent());
        }
        return found;
    }

    /** From the shard of today's definition, which the index may not show yet, and from that of an older one. */
    private boolean leaves(Tenant tenant, RoomKey room, EntityRef entity, ConnectionId connection) {
        Set<RoomShard> shards = new LinkedHashSet<>();
        shards.add(RoomShards.joined(tenant, room.name(), connection));
        subscriptions.roomsOf(connection).stream()
                .filter(shard -> shard.room().equals(room))
                .forEach(shards::add);
        boolean was = false;
        for (RoomShard shard : shards) {
            was |= subscriptions.expel(connection, shard);
        }
        presence.leave(List.copyOf(shards), Optional.of(entity), connection, clock.instant());
        return was;
    }

    private static MembersOutcome refused(RejectionCode code, String message) {
        return new MembersOutcome.Refused(new Rejection(code, message));
    }
}
