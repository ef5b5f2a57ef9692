package io.trunkline.core.sweep;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.schema.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a connection is told to go, and when it is closed.
 *
 * <p>API Gateway cuts every connection two hours after its start. Between minute 105 and 118 of its life each has a
 * moment of its own to reconnect at, and is told of it within the minute before: connections that began together, as
 * after an outage, come back over thirteen minutes and not within the second.
 */
final class LifePlan {
    /** A younger connection is not asked about: the gateway denies one whose handshake, of at most 29 s, still runs. */
    static final Duration YOUTH = Duration.ofSeconds(60);

    /** API Gateway's quota. */
    private static final Duration CUT = Duration.ofHours(2);

    private static final Duration RECONNECT_FROM = Duration.ofMinutes(105);
    private static final Duration RECONNECT_SPAN = Duration.ofMinutes(13);

    /** The last that anybody is asked to reconnect at, where a run was missed. */
    private static final Duration RECONNECT_LAST = CUT.minusSeconds(30);

    /** How long ahead of its moment a connection is told: as long as it is from one run to the next. */
    private static final Duration AHEAD = Schedules.SWEEP;

    private final Duration grace;

    /** @param grace the least time from the goaway for an expired token to the close */
    LifePlan(Duration grace) {
        this.grace = grace;
    }

    LifeStage stage(SweptConnection row, Instant now) {
        Connection connection = row.connection();
        if (!now.isBefore(connection.expiresAt())) {
            return new LifeStage.Over();
        }
        if (tokenHasExpired(connection, now)) {
            // told of an earlier expiry, before the token was renewed, is not told of this one
            Optional<Instant> told = row.expiryToldAt()
                    .filter(at -> !at.isBefore(connection.principal().expiresAt()));
            Duration toClose = graceOf(connection.id());
            if (told.isEmpty()) {
                return new LifeStage.ToTellExpiry(toClose);
            }
            return now.isBefore(told.get().plus(toClose)) ? quiet(connection, now) : new LifeStage.ToClose();
        }
        if (row.reconnectToldAt().isEmpty() && isToReconnect(connection, now)) {
            return new LifeStage.ToTellReconnect(untilReconnect(connection, now));
        }
        return quiet(connection, now);
    }

    static boolean tokenHasExpired(Connection connection, Instant now) {
        return !now.isBefore(connection.principal().expiresAt());
    }

    private static LifeStage quiet(Connection connection, Instant now) {
        return new LifeStage.Quiet(!now.isBefore(connection.connectedAt().plus(YOUTH)));
    }

    private Duration graceOf(ConnectionId id) {
        return grace.plus(Jitter.of(id, grace.dividedBy(2)));
    }

    private static boolean isToReconnect(Connection connection, Instant now) {
        Instant moment = moment(connection);
        return !now.isBefore(moment.minus(AHEAD))
                && now.isBefore(connection.connectedAt().plus(CUT));
    }

    private static Duration untilReconnect(Connection connection, Instant now) {
        Duration until = Duration.between(now, moment(connection));
        if (!until.isNegative()) {
            return until;
        }
        // the run of its moment was missed: all who were are spread over what is left
        Duration left = Duration.between(now, connection.connectedAt().plus(RECONNECT_LAST));
        return left.isPositive() ? Jitter.of(connection.id(), left) : Duration.ZERO;
    }

    private static Instant moment(Connection connection) {
        return connection.connectedAt().plus(RECONNECT_FROM).plus(Jitter.of(connection.id(), RECONNECT_SPAN));
    }
}
