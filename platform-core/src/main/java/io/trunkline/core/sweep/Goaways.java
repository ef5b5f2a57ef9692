package io.trunkline.core.sweep;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.WireDialect;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Says goaway to one client, in its dialect. */
final class Goaways {
    /** How saying it ended. */
    enum Said {
        /** The gateway took it; or the dialect has no word for it. */
        SAID,
        GONE,
        LOST
    }

    private static final int TRIES = 3;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final ConnectionGateway gateway;
    private final DialectRegistry dialects;
    private final Sleeper sleeper;

    Goaways(ConnectionGateway gateway, DialectRegistry dialects, Sleeper sleeper) {
        this.gateway = gateway;
        this.dialects = dialects;
        this.sleeper = sleeper;
    }

    /** @param after when the client is to be gone, from now */
    Said say(Connection connection, String reason, Duration after) {
        List<String> frames = dialects.find(connection.dialect())
                .map(dialect -> frames(dialect, reason, after))
                .orElse(List.of());
        for (String frame : frames) {
            Said said = post(connection, ByteBuffer.wrap(frame.getBytes(StandardCharsets.UTF_8)));
            if (said != Said.SAID) {
                return said;
            }
        }
        return Said.SAID;
    }

    private static List<String> frames(WireDialect dialect, String reason, Duration after) {
        return dialect.encode(new ServerEvent.GoAway(reason, Optional.empty(), Optional.of(after.toMillis())));
    }

    private Said post(Connection connection, ByteBuffer frame) {
        for (int tries = 1; ; tries++) {
            PostOutcome outcome =
                    gateway.post(connection.endpoint(), connection.id(), frame.asReadOnlyBuffer(), TIMEOUT);
            switch (outcome) {
                case PostOutcome.Delivered _ -> {
                    return Said.SAID;
                }
                case PostOutcome.Gone _ -> {
                    return Said.GONE;
                }
                case PostOutcome.TooLarge _ -> {
                    return Said.LOST;
                }
                case PostOutcome.Failed failed
                when !failed.retryable() -> {
                    return Said.LOST;
                }
                case PostOutcome.Throttled _, PostOutcome.Failed _ -> {
                    if (tries == TRIES || !paused(tries)) {
                        return Said.LOST;
                    }
                }
            }
        }
    }

    private boolean paused(int tries) {
        try {
            sleeper.sleep(PAUSE.multipliedBy(tries));
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
