package io.trunkline.core.dispatch;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.PresenceRule;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.PresenceChange;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.PresenceJson;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.wire.FrameSize;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** presence, and what coming into a room and leaving it means for it. Who may join a room may ask who is in it. */
final class PresenceActions {
    private final RoomPresence presence;
    private final PresenceAnnouncer announcer;
    private final RoomPolicy policy;
    private final InstantSource clock;

    PresenceActions(RoomPresence presence, PresenceAnnouncer announcer, RoomPolicy policy, InstantSource clock) {
        this.presence = presence;
        this.announcer = announcer;
        this.policy = policy;
        this.clock = clock;
    }

    ServerEvent presence(ClientAction.Presence action, ActionContext context, Tenant tenant) {
        return switch (policy.mayJoin(tenant, context.principal().identity(), action.room())) {
            case PolicyVerdict.Denied(var rejection) -> Answers.refused(action, rejection);
            case PolicyVerdict.Allowed() ->
                tenant.presenceOf(action.room())
                        .map(rule -> listed(action, tenant, rule))
                        .orElseGet(() -> Answers.refused(action, Rejection.of(RejectionCode.NO_PRESENCE)));
        };
    }

    private ServerEvent listed(ClientAction.Presence action, Tenant tenant, PresenceRule rule) {
        ObjectNode data = Answers.room(action.room());
        PresenceJson.write(
                        data,
                        presence.page(
                                new RoomKey(tenant.id(), action.room()),
                                rule,
                                action.after(),
                                ClientAction.Presence.MOST_ENTITIES,
                                clock.instant()),
                        FrameSize.MAX_REPLY_EVENTS_BYTES)
                .ifPresent(next -> data.put("next", next));
        return Answers.reply(action, data);
    }

    /** To be called once the connection is in the room, so that whatever it then asks it is part of. */
    void joined(Tenant tenant, RoomName room, ActionContext context) {
        Instant now = clock.instant();
        EntityRef entity = context.principal().identity().entity();
        if (presence.join(
                tenant, room, entity, context.connection(), ConnectionLifetime.expiresAt(context.connectedAt()), now)) {
            announcer.announce(tenant, room, entity, PresenceChange.JOINED, now, context.deadline());
        }
    }

    void left(RoomShard room, ActionContext context) {
        presence.leave(
                List.of(room),
                Optional.of(context.principal().identity().entity()),
                context.connection(),
                clock.instant());
    }
}
