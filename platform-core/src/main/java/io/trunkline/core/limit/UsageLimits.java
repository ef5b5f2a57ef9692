package io.trunkline.core.limit;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantRates;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalInt;

/**
 * The limits on what connections, users and tenants do. What a tenant's record says is held over all environments; the
 * defaults are held by each environment by itself, and cost no request. Safe for use by several threads.
 */
public final class UsageLimits {
    /** Frames a minute of one connection, in each environment. */
    public static final int MESSAGES_PER_MINUTE = 600;

    /** Frames a minute of one user, in each environment. */
    public static final int MESSAGES_PER_MINUTE_PER_USER = 3_000;

    /** Joins a minute of one connection, in each environment. */
    public static final int JOINS_PER_MINUTE = 300;

    /** Connects a minute without a token from one address to one app, in each environment. */
    public static final int WAITING_PER_MINUTE_PER_ADDRESS = 300;

    /** Visits a minute that begin from one address, in each environment. */
    public static final int VISITS_PER_MINUTE_PER_ADDRESS = 60;

    /** Frames a minute of one connection that has not said who it is, in each environment. */
    public static final int WAITING_FRAMES_PER_MINUTE = 30;

    /** Events a second of one tenant, in each environment. */
    public static final int PUBLISHES_PER_SECOND = 500;

    /** Bytes of events a second of one tenant, in each environment. */
    public static final int BYTES_PER_SECOND = 8 * 1024 * 1024;

    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** A second is too short to lease for: at few events a second each would cost a write. */
    private static final int SECONDS = 10;

    private static final Duration TEN_SECONDS = Duration.ofSeconds(SECONDS);

    private final RateLimiter local;
    private final RateLimiter shared;
    private final InstantSource clock;

    /**
     * @param local holds the defaults
     * @param shared holds what tenants' records say
     */
    public UsageLimits(RateLimiter local, RateLimiter shared, InstantSource clock) {
        this.local = local;
        this.shared = shared;
        this.clock = clock;
    }

    /** Counts a frame of {@code connection}, and then of {@code user}. */
    public RateDecision message(Tenant tenant, ConnectionId connection, String user) {
        TenantRates rates = tenant.limits().rates();
        RateDecision ofConnection = perMinute(
                tenant.id(),
                "messages",
                connection.value(),
                rates.messagesPerMinute(),
                MESSAGES_PER_MINUTE,
                " messages a minute of one connection");
        return ofConnection instanceof RateDecision.Refused
                ? ofConnection
                : perMinute(
                        tenant.id(),
                        "userMessages",
                        user,
                        rates.messagesPerMinutePerUser(),
                        MESSAGES_PER_MINUTE_PER_USER,
                        " messages a minute of one user");
    }

    /** Counts a connect without a token; {@code said} is the app's own limit. */
    public RateDecision waiting(AppKey app, SourceAddress address, OptionalInt said) {
        return perMinute(
                app.tenant(),
                "waiting",
                app.app() + " " + address,
                said,
                WAITING_PER_MINUTE_PER_ADDRESS,
                " connects a minute without a token from one address");
    }

    /** Counts a visit that begins; {@code said} is the app's own limit. */
    public RateDecision visit(AppKey app, String address, OptionalInt said) {
        return perMinute(
                app.tenant(),
                "visits",
                app.app() + " " + address,
                said,
                VISITS_PER_MINUTE_PER_ADDRESS,
                " visits a minute from one address");
    }

    /** Counts a frame of a connection that has not said who it is. */
    public RateDecision waitingFrame(TenantId tenant, ConnectionId connection) {
        return perMinute(
                tenant,
                "waitingFrames",
                connection.value(),
                OptionalInt.empty(),
                WAITING_FRAMES_PER_MINUTE,
                " messages a minute before authenticating");
    }

    /** Counts a join that {@code connection} asks for. */
    public RateDecision join(Tenant tenant, ConnectionId connection) {
        return perMinute(
                tenant.id(),
                "joins",
                connection.value(),
                tenant.limits().rates().joinsPerMinute(),
                JOINS_PER_MINUTE,
                " joins a minute of one connection");
    }

    /** Counts an event of {@code bytes}. */
    public RateDecision publish(Tenant tenant, long bytes) {
        TenantRates rates = tenant.limits().rates();
        RateDecision events = perSecond(
                tenant.id(),
                "publishes",
                rates.publishesPerSecond(),
                PUBLISHES_PER_SECOND,
                1,
                " events a second of the tenant");
        return events instanceof RateDecision.Refused
                ? events
                : perSecond(
                        tenant.id(),
                        "bytes",
                        rates.bytesPerSecond(),
                        BYTES_PER_SECOND,
                        bytes,
                        " bytes of events a second of the tenant");
    }

    private RateDecision perMinute(
            TenantId tenant, String kind, String subject, OptionalInt said, int usual, String words) {
        int most = said.orElse(usual);
        return by(said).acquire(
                        new RateKey(tenant, kind, subject),
                        new RateLimit(most, MINUTE, most + words),
                        1,
                        clock.instant());
    }

    private RateDecision perSecond(
            TenantId tenant, String kind, OptionalInt said, int usual, long amount, String words) {
        int most = said.orElse(usual);
        return by(said).acquire(
                        new RateKey(tenant, kind, ""),
                        new RateLimit((long) most * SECONDS, TEN_SECONDS, most + words),
                        amount,
                        clock.instant());
    }

    private RateLimiter by(OptionalInt said) {
        return said.isPresent() ? shared : local;
    }
}
