package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.RateKey;
import io.trunkline.core.limit.RateLimit;
import io.trunkline.core.limit.RateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Counts every frame of a client, whatever stands in it, before anything is done about it. Who goes on after many
 * refusals is flooding. Safe for use by several threads.
 */
public final class MessageGate {
    /** Refusals within a minute, in one environment, after which a connection is closed. */
    public static final int MOST_REFUSALS = 30;

    /**
     * Pings and hellos of a connection in a minute and environment that cost nothing, unless the tenant says how many.
     */
    public static final int FREE_PINGS = 10;

    /** What a client is told before it is closed. */
    public static final ServerEvent.GoAway LAST_WORD =
            new ServerEvent.GoAway("flood", Optional.empty(), Optional.empty());

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final RateLimit REFUSALS = new RateLimit(MOST_REFUSALS, MINUTE, "refused messages a minute");

    /** What is done with a frame. */
    public sealed interface Verdict {
        /** It goes on to the dispatcher. */
        record Admitted() implements Verdict {}

        /** It is refused, and the connection kept. */
        record Limited(Rejection rejection) implements Verdict {}

        /** The connection is to be closed. */
        record Flood() implements Verdict {}
    }

    private final AppRegistry registry;
    private final UsageLimits limits;
    private final RateLimiter here = new LocalRateLimiter();
    private final InstantSource clock;

    public MessageGate(AppRegistry registry, UsageLimits limits, InstantSource clock) {
        this.registry = registry;
        this.limits = limits;
        this.clock = clock;
    }

    /** Counts the frame; a registry that fails is thrown. */
    public Verdict admit(DecodeOutcome frame, ActionContext context) {
        Identity identity = context.principal().identity();
        Optional<Tenant> tenant = registry.activeTenant(identity.tenant());
        int free = tenant.map(known -> known.limits().rates().freePings().orElse(FREE_PINGS))
                .orElse(FREE_PINGS);
        if (free > 0
                && isPing(frame)
                && admitted(
                        new RateKey(
                                identity.tenant(), "pings", context.connection().value()),
                        new RateLimit(free, MINUTE, "free pings a minute"))) {
            return new Verdict.Admitted();
        }
        if (tenant.isEmpty()) {
            // each action is refused for that, and says so
            return new Verdict.Admitted();
        }
        return counted(
                limits.message(tenant.get(), context.connection(), identity.user()),
                identity.tenant(),
                context.connection());
    }

    /** Counts a frame of a connection that has not said who it is; it may send few, and whoever goes on is flooding. */
    public Verdict admitWaiting(DecodeOutcome frame, TenantId tenant, ConnectionId connection) {
        RateKey pings = new RateKey(tenant, "pings", connection.value());
        if (isPing(frame) && admitted(pings, new RateLimit(FREE_PINGS, MINUTE, "free pings a minute"))) {
            return new Verdict.Admitted();
        }
        return counted(limits.waitingFrame(tenant, connection), tenant, connection);
    }

    private Verdict counted(RateDecision decision, TenantId tenant, ConnectionId connection) {
        return switch (decision) {
            case RateDecision.Admitted() -> new Verdict.Admitted();
            case RateDecision.Refused refused ->
                admitted(new RateKey(tenant, "refusals", connection.value()), REFUSALS)
                        ? new Verdict.Limited(refused.rejection())
                        : new Verdict.Flood();
        };
    }

    private boolean admitted(RateKey key, RateLimit limit) {
        return here.acquire(key, limit, 1, clock.instant()) instanceof RateDecision.Admitted;
    }

    private static boolean isPing(DecodeOutcome frame) {
        return frame instanceof DecodeOutcome.Decoded decoded
                && decoded.actions().stream()
                        .allMatch(
                                action -> action instanceof ClientAction.Ping || action instanceof ClientAction.Hello);
    }
}
