package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.subscription.SubscriptionStore;
import java.time.Duration;
import java.time.InstantSource;

/** Brings each action of a client to its handler and the answer back. Safe for use by several threads. */
public final class ActionDispatcher {
    /** How long past its token's expiry a connection may still act: the skew that verification allows, too. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private final ConnectionActions connectionActions;
    private final RoomActions roomActions;
    private final EventActions eventActions;
    private final InstantSource clock;

    public ActionDispatcher(
            AppRegistry registry,
            SubscriptionStore subscriptions,
            UsageLimits limits,
            RoomPolicy policy,
            Publisher publisher,
            HistoryStore histories,
            InstantSource clock) {
        this.connectionActions = new ConnectionActions(clock);
        this.roomActions =
                new RoomActions(registry, subscriptions, limits, policy, new HistoryActions(histories, policy, clock));
        this.eventActions = new EventActions(publisher);
        this.clock = clock;
    }

    /** Does what is asked; a refusal is an answer, a store that fails is thrown. */
    public ServerEvent dispatch(ClientAction action, ActionContext context) {
        if (needsToken(action) && hasExpired(context)) {
            return Answers.refused(action, Rejection.of(RejectionCode.TOKEN_EXPIRED));
        }
        return switch (action) {
            case ClientAction.Hello hello -> connectionActions.hello(hello, context);
            case ClientAction.Ping ping -> connectionActions.ping(ping);
            case ClientAction.Status status -> connectionActions.status(status, context);
            case ClientAction.Subscribe subscribe -> roomActions.subscribe(subscribe, context);
            case ClientAction.Unsubscribe unsubscribe -> roomActions.unsubscribe(unsubscribe, context);
            case ClientAction.Rooms rooms -> roomActions.rooms(rooms, context);
            case ClientAction.History history -> roomActions.history(history, context);
            case ClientAction.Send send ->
                eventActions.publish(send, send.to(), send.event(), send.data(), send.idempotencyKey(), context);
            case ClientAction.Publish publish ->
                eventActions.publish(
                        publish, publish.room(), publish.event(), publish.data(), publish.idempotencyKey(), context);
        };
    }

    private static boolean needsToken(ClientAction action) {
        return switch (action) {
            case ClientAction.Hello _, ClientAction.Ping _ -> false;
            case ClientAction.Status _,
                    ClientAction.Subscribe _,
                    ClientAction.Unsubscribe _,
                    ClientAction.Rooms _,
                    ClientAction.Send _,
                    ClientAction.Publish _,
                    ClientAction.History _ -> true;
        };
    }

    private boolean hasExpired(ActionContext context) {
        return clock.instant().isAfter(context.principal().expiresAt().plus(SKEW));
    }
}
