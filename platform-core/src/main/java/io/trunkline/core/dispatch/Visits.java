package io.trunkline.core.dispatch;

import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.FirstFrame;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.Visitors;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.dispatch.FirstFrames.Outcome;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Visitors: connections of nobody that are in one room each, and in no other, the automatic ones included. A room's
 * name may be somebody's secret, so none is logged.
 */
final class Visits {
    private static final Logger LOG = LoggerFactory.getLogger(Visits.class);

    /** What somebody in a full room is told to wait. */
    private static final Duration FULL = Duration.ofMinutes(1);

    private final AppRegistry registry;
    private final ConnectionLifecycle lifecycle;
    private final UsageLimits limits;
    private final ErrandQueue errands;
    private final SubscriptionStore subscriptions;
    private final InstantSource clock;

    Visits(
            AppRegistry registry,
            ConnectionLifecycle lifecycle,
            UsageLimits limits,
            ErrandQueue errands,
            SubscriptionStore subscriptions,
            InstantSource clock) {
        this.registry = registry;
        this.lifecycle = lifecycle;
        this.limits = limits;
        this.errands = errands;
        this.subscriptions = subscriptions;
        this.clock = clock;
    }

    /**
     * Begins a visit: one query that counts who is in the room, a task that ends it, one write for the room and one for
     * the row. Whether anybody else knows of the room is not asked, so nobody learns it.
     */
    Outcome begun(ClientAction.Subscribe action, Waiter waiter) {
        Optional<Tenant> tenant = registry.activeTenant(waiter.app().tenant());
        if (tenant.isEmpty()) {
            return refused(action, Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        }
        Optional<Visitors> visitors = tenant.get()
                .app(waiter.app().app())
                .flatMap(App::firstFrame)
                .flatMap(FirstFrame::visitors)
                .filter(rule -> RoomPolicy.mayVisit(tenant.get(), rule.type(), action.room()))
                .filter(rule -> action.since().isEmpty());
        if (visitors.isEmpty()) {
            return refused(action, Rejection.of(RejectionCode.NOT_AUTHENTICATED));
        }
        if (waiter.visits()) {
            return again(action, waiter, tenant.get());
        }
        String address = waiter.arrival().address().map(SourceAddress::text).orElse("unknown");
        return limits.visit(waiter.app(), address, visitors.get().perMinutePerAddress())
                        instanceof RateDecision.Refused tooMany
                ? refused(action, tooMany.rejection())
                : begun(action, waiter, tenant.get(), visitors.get());
    }

    private Outcome begun(ClientAction.Subscribe action, Waiter waiter, Tenant tenant, Visitors visitors) {
        Instant now = clock.instant();
        if (visitorsOf(tenant, action.room(), visitors.perRoom(), now) >= visitors.perRoom()) {
            LOG.info("a room has all its visitors app={} connection={}", waiter.app(), waiter.connection());
            return refused(action, Rejection.of(RejectionCode.RATE_LIMITED, FULL));
        }
        Connection connection = visitor(waiter, visitors, now);
        ConnectionErrand end = waiter.errand(ConnectionErrand.Kind.END_VISIT);
        if (!errands.put(end, Endings.delay(visitors.stay()))) {
            return refused(action, Rejection.of(RejectionCode.INTERNAL));
        }
        return switch (lifecycle.visits(tenant, connection, action.room(), waiter.deadline())) {
            case OpenOutcome.Opened _ -> {
                LOG.info("visits app={} connection={}", waiter.app(), waiter.connection());
                yield new Outcome.Answered(Answers.reply(action, Answers.room(action.room())));
            }
            case OpenOutcome.Overtaken _ -> new Outcome.Overtaken();
            case OpenOutcome.TurnedAway(var rejection) ->
                new Outcome.TurnedAway(Answers.refused(action, rejection), "no visit");
        };
    }

    /** What is stored of a visitor: it ends with the visit, so that the room is left by itself. */
    private static Connection visitor(Waiter waiter, Visitors visitors, Instant now) {
        Instant longest = ConnectionLifetime.expiresAt(waiter.connectedAt());
        Instant until = now.plus(visitors.stay());
        Identity nobody = visitors.nobody(waiter.app(), waiter.connection().value());
        return new Connection(
                waiter.connection(),
                new Principal(nobody, Optional.empty(), Optional.empty(), longest),
                waiter.endpoint(),
                waiter.dialect(),
                waiter.arrival().platform(),
                waiter.connectedAt(),
                until.isBefore(longest) ? until : longest);
    }

    private int visitorsOf(Tenant tenant, RoomName room, int most, Instant now) {
        int found = 0;
        for (RoomShard shard : RoomShards.all(tenant, room)) {
            found += subscriptions
                    .page(shard, Optional.empty(), most, now)
                    .items()
                    .size();
        }
        return found;
    }

    /** A visitor may ask for its own room again, which changes nothing, and for no other. */
    private Outcome again(ClientAction.Subscribe action, Waiter waiter, Tenant tenant) {
        RoomShard room = RoomShards.joined(tenant, action.room(), waiter.connection());
        return subscriptions.roomsOf(waiter.connection()).contains(room)
                ? new Outcome.Answered(Answers.reply(action, Answers.room(action.room())))
                : refused(action, Rejection.of(RejectionCode.NOT_AUTHENTICATED));
    }

    private static Outcome refused(ClientAction action, Rejection rejection) {
        return new Outcome.Answered(Answers.refused(action, rejection));
    }
}
