package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Standing;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.policy.PolicyVerdict;
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
import io.trunkline.routing.route.Identity;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Whom a tenant's backend lets into the rooms that are joined by grant, and takes out of them again. */
public final class RoomGrants {
    private static final int PAGE = 100;

    private final AppRegistry registry;
    private final GrantStore grants;
    private final RoomPolicy policy;
    private final ConnectionStore connections;
    private final SubscriptionStore subscriptions;
    private final RoomPresence presence;
    private final InstantSource clock;

    public RoomGrants(
            AppRegistry registry,
            GrantStore grants,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            RoomPresence presence,
            InstantSource clock) {
        this.registry = registry;
        this.grants = grants;
        this.policy = new RoomPolicy(grants);
        this.connections = connections;
        this.subscriptions = subscriptions;
        this.presence = presence;
        this.clock = clock;
    }

    /** Lets {@code standing} in, now and until it is taken out; one write. Nobody is joined by it. */
    public MembersOutcome grant(TenantId tenantId, RoomName room, Standing standing) {
        return inRoomByGrant(tenantId, room, tenant -> {
            Optional<String> missing = missing(tenant, room, standing);
            if (missing.isPresent()) {
                return refused(RejectionCode.BAD_FIELD, missing.get());
            }
            grants.grant(new RoomKey(tenantId, room), standing);
            return new MembersOutcome.Done(0);
        });
    }

    /** Why nobody could come in by {@code standing}. */
    private static Optional<String> missing(Tenant tenant, RoomName room, Standing standing) {
        return switch (standing) {
            case Standing.Of of ->
                tenant.catalog().declares(of.entity().type())
                        ? Optional.empty()
                        : Optional.of(
                                "the tenant declares no type '" + of.entity().type() + "'");
            case Standing.Within within ->
                RoomPolicy.scopesGranted(tenant, room)
                                .filter(scopes -> scopes.contains(within.scope().name()))
                                .isPresent()
                        ? Optional.empty()
                        : Optional.of("the room's rule lets nobody in by the scope '"
                                + within.scope().name() + "'");
        };
    }

    /**
     * Takes {@code standing} out: first the grant, so that nobody joins by it any more, then every live connection that
     * nothing else lets in. One that was about to join meanwhile looks at its grant again once it has.
     */
    public MembersOutcome revoke(TenantId tenantId, RoomName room, Standing standing) {
        return inRoomByGrant(tenantId, room, tenant -> {
            RoomKey key = new RoomKey(tenantId, room);
            grants.revoke(key, standing);
            boolean entitiesOnly =
                    RoomPolicy.scopesGranted(tenant, room).filter(Set::isEmpty).isPresent();
            return new MembersOutcome.Done(
                    standing instanceof Standing.Of(EntityRef entity) && entitiesOnly
                            ? entityLeaves(tenant, key, entity)
                            : otherwiseRefusedLeave(tenant, key));
        });
    }

    private int entityLeaves(Tenant tenant, RoomKey room, EntityRef entity) {
        int left = 0;
        for (ConnectionId connection : membersOf(tenant, new RoomName.Entity(entity))) {
            left += leaves(tenant, room, Optional.of(entity), connection) ? 1 : 0;
        }
        return left;
    }

    /**
     * Where somebody may be let in by more than one grant, everybody in the room is asked about, by the row that says
     * who it is: there are fewer of them than holders of a scope's value.
     */
    private int otherwiseRefusedLeave(Tenant tenant, RoomKey room) {
        List<ConnectionId> members = List.copyOf(membersOf(tenant, room.name()));
        int left = 0;
        for (int from = 0; from < members.size(); from += PAGE) {
            List<ConnectionId> some = members.subList(from, Math.min(members.size(), from + PAGE));
            Map<ConnectionId, Identity> known = connections.findAll(some, clock.instant()).stream()
                    .collect(Collectors.toMap(
                            Connection::id, row -> row.principal().identity()));
            Map<Identity, Boolean> allowed = new HashMap<>();
            for (ConnectionId member : some) {
                Optional<Identity> who = Optional.ofNullable(known.get(member));
                boolean stays = who.filter(identity -> allowed.computeIfAbsent(
                                identity,
                                one -> policy.mayJoin(tenant, one, room.name()) instanceof PolicyVerdict.Allowed))
                        .isPresent();
                left += !stays && leaves(tenant, room, who.map(Identity::entity), member) ? 1 : 0;
            }
        }
        return left;
    }

    /** Who is let in, {@code limit} at most; one query. */
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

    /** Read as it is now, and not as it was. */
    private Set<ConnectionId> membersOf(Tenant tenant, RoomName room) {
        Set<ConnectionId> found = new LinkedHashSet<>();
        for (RoomShard shard : RoomShards.all(tenant, room)) {
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
    private boolean leaves(Tenant tenant, RoomKey room, Optional<EntityRef> entity, ConnectionId connection) {
        Set<RoomShard> shards = new LinkedHashSet<>();
        shards.add(RoomShards.joined(tenant, room.name(), connection));
        subscriptions.roomsOf(connection).stream()
                .filter(shard -> shard.room().equals(room))
                .forEach(shards::add);
        boolean was = false;
        for (RoomShard shard : shards) {
            was |= subscriptions.expel(connection, shard);
        }
        presence.leave(List.copyOf(shards), entity, connection, clock.instant());
        return was;
    }

    private static MembersOutcome refused(RejectionCode code, String message) {
        return new MembersOutcome.Refused(new Rejection(code, message));
    }
}
