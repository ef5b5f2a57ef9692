package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * subscribe, unsubscribe, rooms, history and presence: one write, one delete, one query, and what a room that is
 * durable or keeps presence costs.
 */
final class RoomActions {
    private final AppRegistry registry;
    private final SubscriptionStore subscriptions;
    private final UsageLimits limits;
    private final RoomPolicy policy;
    private final HistoryActions histories;
    private final PresenceActions presence;
    private final ConnectionRooms connectionRooms;

    RoomActions(
            AppRegistry registry,
            SubscriptionStore subscriptions,
            UsageLimits limits,
            RoomPolicy policy,
            HistoryActions histories,
            PresenceActions presence) {
        this.registry = registry;
        this.subscriptions = subscriptions;
        this.limits = limits;
        this.policy = policy;
        this.histories = histories;
        this.presence = presence;
        this.connectionRooms = new ConnectionRooms(subscriptions);
    }

    ServerEvent subscribe(ClientAction.Subscribe action, ActionContext context) {
        return ofActiveTenant(action, context, tenant -> {
            if (limits.join(tenant, context.connection()) instanceof RateDecision.Refused tooMany) {
                return Answers.refused(action, tooMany.rejection());
            }
            Identity identity = context.principal().identity();
            return switch (policy.mayJoin(tenant, identity, action.room())) {
                case PolicyVerdict.Denied(var rejection) -> Answers.refused(action, rejection);
                case PolicyVerdict.Allowed() -> {
                    Optional<Retention> durable = tenant.retentionOf(action.room());
                    if (durable.isEmpty() && action.since().isPresent()) {
                        yield Answers.refused(action, Rejection.of(RejectionCode.NOT_DURABLE));
                    }
                    if (!policy.isAutomatic(tenant, identity, action.room())) {
                        subscriptions.join(List.of(new Subscription(
                                RoomShards.joined(tenant, action.room(), context.connection()),
                                context.connection(),
                                context.endpoint(),
                                context.dialect(),
                                ConnectionLifetime.expiresAt(context.connectedAt()))));
                        // a grant that was taken back meanwhile may have found no subscription to take out
                        if (RoomPolicy.isByGrant(tenant, action.room())
                                && policy.mayJoin(tenant, identity, action.room())
                                        instanceof PolicyVerdict.Denied(var tooLate)) {
                            subscriptions.leave(
                                    context.connection(),
                                    RoomShards.possible(tenant, action.room(), context.connection()));
                            yield Answers.refused(action, tooLate);
                        }
                        leaveFormer(tenant, action.room(), context);
                        presence.joined(tenant, action.room(), context);
                    }
                    yield Answers.reply(
                            action,
                            durable.map(retention -> histories.joined(tenant, action.room(), action.since(), retention))
                                    .orElseGet(() -> Answers.room(action.room())));
                }
            };
        });
    }

    /** A second subscribe while the room's shards change would leave it in two of them, and bring everything twice. */
    private void leaveFormer(Tenant tenant, RoomName room, ActionContext context) {
        Set<RoomShard> former = RoomShards.former(tenant, room, context.connection());
        if (!former.isEmpty()) {
            subscriptions.leave(context.connection(), former);
        }
    }

    ServerEvent unsubscribe(ClientAction.Unsubscribe action, ActionContext context) {
        return ofActiveTenant(action, context, tenant -> {
            if (policy.isAutomatic(tenant, context.principal().identity(), action.room())) {
                return Answers.refused(action, Rejection.of(RejectionCode.LEAVE_REFUSED));
            }
            subscriptions.leave(context.connection(), RoomShards.possible(tenant, action.room(), context.connection()));
            presence.left(RoomShards.joined(tenant, action.room(), context.connection()), context);
            if (policy.isOthers(tenant, context.principal().identity(), action.room())) {
                // done all the same, in case that the rule was another when it joined
                return Answers.refused(action, Rejection.of(RejectionCode.LEAVE_REFUSED));
            }
            return Answers.reply(action, Answers.room(action.room()));
        });
    }

    ServerEvent history(ClientAction.History action, ActionContext context) {
        return ofActiveTenant(action, context, tenant -> histories.history(action, context, tenant));
    }

    ServerEvent latest(ClientAction.Latest action, ActionContext context) {
        return ofActiveTenant(action, context, tenant -> histories.latest(action, context, tenant));
    }

    ServerEvent presence(ClientAction.Presence action, ActionContext context) {
        return ofActiveTenant(action, context, tenant -> presence.presence(action, context, tenant));
    }

    ServerEvent rooms(ClientAction.Rooms action, ActionContext context) {
        return ofActiveTenant(action, context, tenant -> {
            ObjectNode data = Answers.data();
            ArrayNode names = data.putArray("rooms");
            connectionRooms
                    .names(tenant, context.principal().identity(), context.connection())
                    .forEach(names::add);
            return Answers.reply(action, data);
        });
    }

    private ServerEvent ofActiveTenant(
            ClientAction action, ActionContext context, Function<Tenant, ServerEvent> answer) {
        return registry.activeTenant(context.principal().identity().tenant())
                .map(answer)
                .orElseGet(() -> Answers.refused(action, Rejection.of(RejectionCode.FORBIDDEN_TENANT)));
    }
}
