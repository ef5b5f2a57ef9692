package io.trunkline.core.dispatch;

import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Backoff;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.ErrandQueue;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.WireDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The first word to a connection whose dialect has one. API Gateway answers 410 to whatever is posted before the
 * handshake is complete, so it is not said while {@code $connect} runs: an errand in the queue says it, and where it
 * comes too early all the same, tries again while the connection is young. Such a 410 never removes the connection.
 *
 * <p>At least once, and before or after the answer to a frame that the client sent first. Safe for use by several
 * threads.
 */
public final class Welcomes {
    /** How long after its connect a welcome still makes sense to a client that waits for it. */
    static final Duration YOUTH = Duration.ofSeconds(60);

    /** Tries of one invocation; the queue's delay counts whole seconds, and a handshake takes a fraction of one. */
    static final int TRIES = 5;

    private static final Duration CALL = Duration.ofSeconds(3);
    private static final Logger LOG = LoggerFactory.getLogger(Welcomes.class);

    private final ErrandQueue queue;
    private final AppRegistry registry;
    private final ConnectionStore connections;
    private final ConnectionRooms rooms;
    private final DialectRegistry dialects;
    private final ConnectionGateway gateway;
    private final Sleeper sleeper;
    private final Backoff backoff;
    private final InstantSource clock;

    /** @param random for the jitter; guarded here, so it need not be safe for use by several threads */
    public Welcomes(
            ErrandQueue queue,
            AppRegistry registry,
            ConnectionStore connections,
            SubscriptionStore subscriptions,
            DialectRegistry dialects,
            ConnectionGateway gateway,
            Sleeper sleeper,
            RandomGenerator random,
            InstantSource clock) {
        this.queue = queue;
        this.registry = registry;
        this.connections = connections;
        this.rooms = new ConnectionRooms(subscriptions);
        this.dialects = dialects;
        this.gateway = gateway;
        this.sleeper = sleeper;
        this.backoff = new Backoff(Duration.ofMillis(100), Duration.ofMillis(800), random);
        this.clock = clock;
    }

    /**
     * Sees to it that a connection that was just stored is welcomed, if its dialect has a word for it. A queue that is
     * out of order costs the welcome, not the connection.
     */
    void promise(Connection connection) {
        boolean welcomes = dialects.find(connection.dialect())
                .filter(dialect -> !frames(dialect, connection, List.of()).isEmpty())
                .isPresent();
        if (welcomes) {
            queue.put(ConnectionErrand.of(ConnectionErrand.Kind.WELCOME, connection, clock.instant()), Duration.ZERO);
        }
    }

    /** The same of who has said it in a first frame, unless it was greeted before that. */
    void promiseEntered(Connection connection) {
        boolean greeted = dialects.find(connection.dialect())
                .filter(dialect ->
                        !dialect.greets(connection.id(), clock.instant()).isEmpty())
                .isPresent();
        if (!greeted) {
            promise(connection);
        }
    }

    /** The same for a connection that has not said who it is. */
    void promise(Waiter waiter) {
        boolean greets = dialects.find(waiter.dialect())
                .filter(dialect ->
                        !dialect.greets(waiter.connection(), clock.instant()).isEmpty())
                .isPresent();
        if (greets) {
            queue.put(waiter.errand(ConnectionErrand.Kind.GREETING), Duration.ZERO);
        }
    }

    /** Says it, or puts it off where the gateway does not hold the connection yet. Throws nothing of a store. */
    public void perform(ConnectionErrand errand, Deadline deadline) {
        try {
            if (errand.kind() == ConnectionErrand.Kind.GREETING) {
                greet(errand, deadline);
                return;
            }
            Optional<Connection> connection = connections.find(errand.connection(), clock.instant());
            Optional<Tenant> tenant = registry.activeTenant(errand.tenant());
            if (connection.isEmpty() || tenant.isEmpty()) {
                LOG.debug("nobody to welcome connection={}", errand.connection());
                return;
            }
            List<String> names =
                    rooms.names(tenant.get(), connection.get().principal().identity(), errand.connection());
            if (!said(frames(dialects.require(errand.dialect()), connection.get(), names), errand, deadline)) {
                putOff(errand);
            }
        } catch (RuntimeException e) {
            LOG.error("a welcome failed and is put off connection={}", errand.connection(), e);
            putOff(errand);
        }
    }

    private void greet(ConnectionErrand errand, Deadline deadline) {
        WireDialect dialect = dialects.require(errand.dialect());
        if (!said(dialect.greets(errand.connection(), clock.instant()), errand, deadline)) {
            putOff(errand);
        }
    }

    private List<String> frames(WireDialect dialect, Connection connection, List<String> names) {
        return dialect.encode(new ServerEvent.Welcome(
                connection.id(), connection.principal().identity(), names, connection.connectedAt(), clock.instant()));
    }

    /** Whether there is no more to try. */
    private boolean said(List<String> frames, ConnectionErrand errand, Deadline deadline) {
        for (String frame : frames) {
            switch (posted(frame, errand, deadline)) {
                case PostOutcome.Delivered _ -> {}
                case PostOutcome.TooLarge _ -> {
                    LOG.error("a welcome is too large connection={}", errand.connection());
                    return true;
                }
                case PostOutcome.Failed failed -> {
                    LOG.info("a welcome failed connection={} reason={}", errand.connection(), failed.reason());
                    return !failed.retryable();
                }
                case PostOutcome.Gone _, PostOutcome.Throttled _ -> {
                    return false;
                }
            }
        }
        return true;
    }

    private PostOutcome posted(String frame, ConnectionErrand errand, Deadline deadline) {
        PostOutcome outcome = new PostOutcome.Failed("no time was left", true);
        for (int tries = 1; tries <= TRIES && deadline.remaining().isPositive(); tries++) {
            outcome = gateway.post(
                    errand.endpoint(),
                    errand.connection(),
                    ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)),
                    deadline.remaining().compareTo(CALL) < 0 ? deadline.remaining() : CALL);
            if (!isWorthAnotherTry(outcome) || tries == TRIES || !waits(tries, deadline)) {
                break;
            }
        }
        return outcome;
    }

    private static boolean isWorthAnotherTry(PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Gone _, PostOutcome.Throttled _ -> true;
            case PostOutcome.Failed failed -> failed.retryable();
            case PostOutcome.Delivered _, PostOutcome.TooLarge _ -> false;
        };
    }

    private boolean waits(int tries, Deadline deadline) {
        Duration delay = backoff.after(tries);
        if (deadline.remaining().compareTo(delay) <= 0) {
            return false;
        }
        try {
            sleeper.sleep(delay);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The sweep sees to connections that the gateway never comes to hold. */
    private void putOff(ConnectionErrand errand) {
        Duration delay = Duration.ofSeconds(Math.min(8L, 1L << Math.min(errand.attempt(), 3)));
        Instant next = clock.instant().plus(delay);
        if (next.isAfter(errand.queuedAt().plus(YOUTH)) || !queue.put(errand.again(), delay)) {
            LOG.info("nobody was there to be welcomed connection={}", errand.connection());
        }
    }
}
