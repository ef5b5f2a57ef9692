package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.subscription.SubscriptionStore;
import java.time.InstantSource;
import java.util.Optional;

/** Brings each action of a client to its handler and the answer back. Safe for use by several threads. */
public final class ActionDispatcher {
    private final ConnectionActions connectionActions;
    private final RoomActions roomActions;
    private final EventActions eventActions;
    private final TokenLife tokens;

    public ActionDispatcher(
            AppRegistry registry,
            SubscriptionStore subscriptions,
            UsageLimits limits,
            RoomPolicy policy,
            Publisher publisher,
            HistoryStore histories,
            TokenLife tokens,
            RoomPresence presence,
            PresenceAnnouncer announcer,
            InstantSource clock) {
        this.connectionActions = new ConnectionActions(clock);
        this.roomActions = new RoomActions(
                registry,
                subscriptions,
                limits,
                policy,
                new HistoryActions(histories, policy, clock),
                new PresenceActions(presence, announcer, policy, clock));
        this.eventActions = new EventActions(publisher);
        this.tokens = tokens;
    }

    /** Does what is asked; a refusal is an answer, a store that fails is thrown. */
    public ServerEvent dispatch(ClientAction action, ActionContext context) {
        Optional<Rejection> objection = tokens.objection(action, context);
        if (objection.isPresent()) {
            return Answers.refused(action, objection.get());
        }
        return switch (action) {
            case ClientAction.Hello hello -> connectionActions.hello(hello, context);
            case ClientAction.Ping ping -> connectionActions.ping(ping);
            case ClientAction.Status status -> connectionActions.status(status, context);
            case ClientAction.Subscribe subscribe -> roomActions.subscribe(subscribe, context);
            case ClientAction.Unsubscribe unsubscribe -> roomActions.unsubscribe(unsubscribe, context);
            case ClientAction.Rooms rooms -> roomActions.rooms(rooms, context);
            case ClientAction.History history -> roomActions.history(history, context);
            case ClientAction.Latest latest -> roomActions.latest(latest, context);
            case ClientAction.Bye bye -> Answers.reply(bye, Answers.data());
            case ClientAction.Refresh refresh -> tokens.refresh(refresh, context);
            case ClientAction.Authenticate again -> tokens.authenticateAgain(again, context);
            case ClientAction.Presence presence -> roomActions.presence(presence, context);
            case ClientAction.Send send ->
                eventActions.publish(send, send.to(), send.event(), send.data(), send.idempotencyKey(), context);
            case ClientAction.Publish publish ->
                eventActions.publish(
                        publish, publish.room(), publish.event(), publish.data(), publish.idempotencyKey(), context);
        };
    }
}
