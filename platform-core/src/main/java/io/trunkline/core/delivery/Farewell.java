package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.WireDialect;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The server's last word to a connection, and its end. Whoever ends a connection on purpose does it here: a forced
 * logout by {@link #part} in one go, an expiry by {@link #announce} and, after the grace that it spoke of,
 * {@link #end}.
 *
 * <p>API Gateway's DELETE can say nothing, so the reason goes ahead as a {@code goaway} in the connection's own
 * dialect; a dialect without a word for it is closed without one. A word that does not arrive holds up no close.
 * Throttled and failed calls are tried three times in all, with full jitter, while the deadline leaves room. Rows are
 * nobody's business here: the gateway's $disconnect removes them, or the caller where it says {@link Parting.Gone}.
 * Safe for use by several threads.
 */
public final class Farewell {
    private static final Duration CALL = Duration.ofSeconds(3);
    private static final int TRIES = 3;

    private final ConnectionGateway gateway;
    private final DialectRegistry dialects;
    private final Sleeper sleeper;
    private final Backoff backoff;

    /** @param random for the jitter; guarded here, so it need not be safe for use by several threads */
    public Farewell(ConnectionGateway gateway, DialectRegistry dialects, Sleeper sleeper, RandomGenerator random) {
        this.gateway = gateway;
        this.dialects = dialects;
        this.sleeper = sleeper;
        this.backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(1), random);
    }

    /** Says {@code word} and closes the connection. */
    public Parting part(
            GatewayEndpoint endpoint,
            ConnectionId connection,
            String dialect,
            ServerEvent.GoAway word,
            Deadline deadline) {
        return announce(endpoint, connection, dialect, word, deadline)
                ? end(endpoint, connection, deadline)
                : new Parting.Gone();
    }

    /**
     * Says {@code word} and leaves the connection open.
     *
     * @return whether the gateway holds the connection, as far as can be told
     */
    public boolean announce(
            GatewayEndpoint endpoint,
            ConnectionId connection,
            String dialect,
            ServerEvent.GoAway word,
            Deadline deadline) {
        List<String> frames = dialects.find(dialect)
                .map((WireDialect known) -> known.encode(word))
                .orElse(List.of());
        if (frames.isEmpty()) {
            return timeout(deadline)
                    .map(timeout -> gateway.isLive(endpoint, connection, timeout))
                    .orElse(true);
        }
        for (String frame : frames) {
            if (post(endpoint, connection, frame, deadline) instanceof PostOutcome.Gone) {
                return false;
            }
        }
        return true;
    }

    /** Closes the connection without a word; never says {@link Parting.Gone}, as a DELETE does not tell. */
    public Parting end(GatewayEndpoint endpoint, ConnectionId connection, Deadline deadline) {
        String reason = "no time was left";
        for (int tries = 1; tries <= TRIES; tries++) {
            Optional<Duration> timeout = timeout(deadline);
            if (timeout.isEmpty()) {
                break;
            }
            try {
                gateway.close(endpoint, connection, timeout.get());
                return new Parting.Closed();
            } catch (UncheckedIOException e) {
                reason = String.valueOf(e.getCause());
            }
            if (tries < TRIES && !waits(tries, deadline)) {
                break;
            }
        }
        return new Parting.Failed(reason);
    }

    private PostOutcome post(GatewayEndpoint endpoint, ConnectionId connection, String frame, Deadline deadline) {
        PostOutcome outcome = new PostOutcome.Failed("no time was left", false);
        for (int tries = 1; tries <= TRIES; tries++) {
            Optional<Duration> timeout = timeout(deadline);
            if (timeout.isEmpty()) {
                break;
            }
            outcome = gateway.post(
                    endpoint, connection, ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)), timeout.get());
            if (!isWorthAnotherTry(outcome) || tries == TRIES || !waits(tries, deadline)) {
                break;
            }
        }
        return outcome;
    }

    private static boolean isWorthAnotherTry(PostOutcome outcome) {
        return switch (outcome) {
            case PostOutcome.Throttled _ -> true;
            case PostOutcome.Failed failed -> failed.retryable();
            case PostOutcome.Delivered _, PostOutcome.Gone _, PostOutcome.TooLarge _ -> false;
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

    private static Optional<Duration> timeout(Deadline deadline) {
        Duration left = deadline.remaining();
        return Optional.of(left.compareTo(CALL) < 0 ? left : CALL).filter(Duration::isPositive);
    }
}
