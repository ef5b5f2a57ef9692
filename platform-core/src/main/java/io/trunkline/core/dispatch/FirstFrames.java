package io.trunkline.core.dispatch;

import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.FirstFrame;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.SubscriptionStore;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Connections that say who they are in their first frame. Until they have, they may ping and authenticate, or visit a
 * room where the app has visitors, are limited in number and frames, and have 30 seconds. Safe for use by several
 * threads.
 */
public final class FirstFrames {
    private static final Logger LOG = LoggerFactory.getLogger(FirstFrames.class);

    /** From the connect until a connection that has not said who it is is closed. */
    public static final Duration PATIENCE = Duration.ofSeconds(30);

    /** What it is told then. */
    static final ServerEvent.GoAway LAST_WORD =
            new ServerEvent.GoAway(RejectionCode.NOT_AUTHENTICATED.code(), Optional.empty(), Optional.empty());

    /** What came of an action. */
    public sealed interface Outcome {
        /** It is answered, and the connection waits on. */
        record Answered(ServerEvent answer) implements Outcome {}

        /** It is somebody now; further actions are the dispatcher's. */
        record Entered(ServerEvent answer, ActionContext context) implements Outcome {}

        /** To be told, and then closed. */
        record TurnedAway(ServerEvent.Refused answer, String detail) implements Outcome {}

        /** It has ended meanwhile; nobody is left to be answered. */
        record Overtaken() implements Outcome {}
    }

    private final AppRegistry registry;
    private final Authenticator authenticator;
    private final ConnectionLifecycle lifecycle;
    private final UsageLimits limits;
    private final ErrandQueue errands;
    private final Welcomes welcomes;
    private final Visits visits;
    private final ConnectionActions connectionActions;

    /** @param authenticator must deny revoked tokens itself */
    public FirstFrames(
            AppRegistry registry,
            Authenticator authenticator,
            ConnectionLifecycle lifecycle,
            UsageLimits limits,
            ErrandQueue errands,
            Welcomes welcomes,
            SubscriptionStore subscriptions,
            InstantSource clock) {
        this.registry = registry;
        this.authenticator = authenticator;
        this.lifecycle = lifecycle;
        this.limits = limits;
        this.errands = errands;
        this.welcomes = welcomes;
        this.visits = new Visits(registry, lifecycle, limits, errands, subscriptions, clock);
        this.connectionActions = new ConnectionActions(clock);
    }

    /**
     * Lets a connection in to wait, and sees to its end. Why it may not, where something speaks against it: too many
     * from its address, or no queue that would remember to close it.
     */
    public Optional<Rejection> arrived(Waiter waiter) {
        Optional<Tenant> tenant = registry.activeTenant(waiter.app().tenant());
        Optional<FirstFrame> rule =
                tenant.flatMap(known -> known.app(waiter.app().app())).flatMap(App::firstFrame);
        if (rule.isEmpty()) {
            return Optional.of(
                    Rejection.of(tenant.isEmpty() ? RejectionCode.FORBIDDEN_TENANT : RejectionCode.UNAUTHORIZED));
        }
        if (waiter.arrival().address().isPresent()
                && limits.waiting(
                                waiter.app(),
                                waiter.arrival().address().get(),
                                rule.get().perMinutePerAddress())
                        instanceof RateDecision.Refused tooMany) {
            return Optional.of(tooMany.rejection());
        }
        ConnectionErrand end = waiter.errand(ConnectionErrand.Kind.END_UNLESS_AUTHENTICATED);
        if (!errands.put(end, PATIENCE)) {
            return Optional.of(Rejection.of(RejectionCode.INTERNAL));
        }
        welcomes.promise(waiter);
        return Optional.empty();
    }

    /** Does what may be done before anybody is known, and refuses the rest. A store that fails is thrown. */
    public Outcome act(ClientAction action, Waiter waiter) {
        return switch (action) {
            case ClientAction.Ping ping -> new Outcome.Answered(connectionActions.ping(ping));
            case ClientAction.Authenticate authenticate -> {
                if (waiter.visits()) {
                    lifecycle.leaves(waiter.connection());
                }
                yield authenticated(authenticate, waiter);
            }
            case ClientAction.Subscribe subscribe -> visits.begun(subscribe, waiter);
            case ClientAction.Hello _,
                    ClientAction.Status _,
                    ClientAction.Unsubscribe _,
                    ClientAction.Rooms _,
                    ClientAction.Send _,
                    ClientAction.Publish _,
                    ClientAction.History _,
                    ClientAction.Presence _,
                    ClientAction.Latest _,
                    ClientAction.Bye _,
                    ClientAction.Refresh _ ->
                new Outcome.Answered(Answers.refused(action, Rejection.of(RejectionCode.NOT_AUTHENTICATED)));
        };
    }

    private Outcome authenticated(ClientAction.Authenticate action, Waiter waiter) {
        return switch (authenticator.authenticate(handshake(action, waiter))) {
            case AuthOutcome.Denied denied -> turnedAway(action, denied.rejection(), denied.detail());
            case AuthOutcome.Waiting _ ->
                turnedAway(action, Rejection.of(RejectionCode.UNAUTHORIZED), "an empty token");
            case AuthOutcome.Accepted accepted -> {
                ActionContext context = new ActionContext(
                        waiter.connection(),
                        accepted.principal(),
                        waiter.endpoint(),
                        waiter.dialect(),
                        waiter.connectedAt(),
                        waiter.deadline(),
                        waiter.arrival().platform());
                OpenOutcome opened = lifecycle.entered(
                        waiter.connection(),
                        accepted.principal(),
                        waiter.endpoint(),
                        waiter.dialect(),
                        waiter.arrival(),
                        waiter.connectedAt(),
                        waiter.deadline());
                yield switch (opened) {
                    case OpenOutcome.Opened _ -> {
                        LOG.info("authenticated app={} connection={}", waiter.app(), waiter.connection());
                        yield new Outcome.Entered(Answers.reply(action, ConnectionActions.self(context)), context);
                    }
                    case OpenOutcome.Overtaken _ -> new Outcome.Overtaken();
                    case OpenOutcome.TurnedAway(var rejection) -> turnedAway(action, rejection, "not opened");
                };
            }
        };
    }

    private static Outcome turnedAway(ClientAction action, Rejection rejection, String detail) {
        return new Outcome.TurnedAway(Answers.refused(action, rejection), detail);
    }

    /** The handshake that would have brought this token to the same app. */
    private static Handshake handshake(ClientAction.Authenticate action, Waiter waiter) {
        Map<String, String> query = new HashMap<>(action.selection());
        query.remove("ticket");
        query.put("app", waiter.app().toString());
        query.put("token", action.token());
        return new Handshake("", "", Map.of(), query, List.of());
    }
}
