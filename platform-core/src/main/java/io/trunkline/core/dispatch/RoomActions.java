package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantStatus;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.Optional;

/** subscribe, unsubscribe and rooms: one write, one delete and one query. */
final class RoomActions {
    private final AppRegistry registry;
    private final SubscriptionStore subscriptions;
    private final RoomPolicy policy;

    RoomActions(AppRegistry registry, SubscriptionStore subscriptions, RoomPolicy policy) {
        this.registry = registry;
        this.subscriptions = subscriptions;
        this.policy = policy;
    }

    ServerEvent subscribe(ClientAction.Subscribe action, ActionContext context) {
        Identity identity = context.principal().identity();
        Optional<Tenant> tenant = active(identity);
        if (tenant.isEmpty()) {
            return Answers.refused(action, Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        return switch (policy.mayJoin(tenant.get(), identity, action.room())) {
            case PolicyVerdict.Denied(var rejection) -> Answers.refused(action, rejection);
            case PolicyVerdict.Allowed() -> {
                if (!policy.isAutomatic(tenant.get(), identity, action.room())) {
                    subscriptions.join(List.of(new Subscription(
                            shard(tenant.get(), action.room(), context),
                            context.connection(),
                            context.endpoint(),
                            context.dialect(),
                            ConnectionLifetime.expiresAt(context.connectedAt()))));
                }
                yield Answers.reply(action, room(action.room()));
            }
        };
    }

    ServerEvent unsubscribe(ClientAction.Unsubscribe action, ActionContext context) {
        Identity identity = context.principal().identity();
        Optional<Tenant> tenant = active(identity);
        if (tenant.isEmpty()) {
            return Answers.refused(action, Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        if (policy.isAutomatic(tenant.get(), identity, action.room())) {
            return Answers.refused(action, Rejection.of(RejectionCode.LEAVE_REFUSED));
        }
        subscriptions.leave(context.connection(), List.of(shard(tenant.get(), action.room(), context)));
        return Answers.reply(action, room(action.room()));
    }

    ServerEvent rooms(ClientAction.Rooms action, ActionContext context) {
        ObjectNode data = Answers.data();
        ArrayNode names = data.putArray("rooms");
        subscriptions.roomsOf(context.connection()).stream()
                .map(shard -> shard.room().name().toString())
                .distinct()
                .sorted()
                .forEach(names::add);
        return Answers.reply(action, data);
    }

    private Optional<Tenant> active(Identity identity) {
        return registry.tenant(identity.tenant()).filter(tenant -> tenant.status() == TenantStatus.ACTIVE);
    }

    private static RoomShard shard(Tenant tenant, RoomName room, ActionContext context) {
        return RoomShard.of(new RoomKey(tenant.id(), room), context.connection().value(), tenant.shardsOf(room));
    }

    private static ObjectNode room(RoomName room) {
        return Answers.data().put("room", room.toString());
    }
}
