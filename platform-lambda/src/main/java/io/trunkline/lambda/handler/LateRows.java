package io.trunkline.lambda.handler;

import io.trunkline.core.connection.Arrivals;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.lambda.event.GatewayEvent;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Rows that are on their way. When an older app's API is led here, whoever connected to it in the last moments before
 * is still being brought along by the migration: a message of such a connection waits for its row, for ten seconds at
 * most. Nobody is waited for but young connections while a migration says that it brings some along, as whoever comes
 * without a token could hold a function with every frame otherwise.
 */
@Singleton
final class LateRows {
    /** Since a connect, in which a migration may still have to bring it along. */
    static final Duration YOUNG = Duration.ofMinutes(10);

    private static final List<Duration> LOOKS = List.of(100, 200, 400, 800, 1_500, 2_000, 2_500, 2_500).stream()
            .map(Duration::ofMillis)
            .toList();

    private final ConnectionStore connections;
    private final Arrivals arrivals;
    private final Sleeper sleeper;
    private final InstantSource clock;

    LateRows(ConnectionStore connections, Arrivals arrivals, Sleeper sleeper, InstantSource clock) {
        this.connections = connections;
        this.arrivals = arrivals;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * The row of a connection of an older API that had none at first; one read, and during a migration up to eight
     * more, in ten seconds.
     */
    Optional<Connection> await(GatewayEvent event, Deadline deadline) {
        Instant now = clock.instant();
        if (!now.isBefore(event.connectedAt().plus(YOUNG)) || !arrivals.areUnderWay(event.endpoint(), now)) {
            return Optional.empty();
        }
        for (Duration pause : LOOKS) {
            if (deadline.remaining().compareTo(pause) <= 0) {
                return Optional.empty();
            }
            try {
                sleeper.sleep(pause);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
            Optional<Connection> found = connections.find(event.connectionId(), clock.instant());
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }
}
