package io.trunkline.core.sweep;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Parting;
import io.trunkline.core.delivery.Sighting;
import io.trunkline.core.message.ServerEvent;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Every connection's row: removes those whose time is over, tells clients to go whose token has expired or whose two
 * hours are nearly over, closes those that stayed, and asks the gateway about a sample of the others. In every run, as
 * clients are told within the minute.
 */
public final class ConnectionStep implements SweepStep {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionStep.class);

    /** The goaway's reason where the token has expired: renew it on the socket, or connect again with a new one. */
    public static final String TOKEN_EXPIRED = "token_expired";

    /** The goaway's reason before the two hours are over: connect again, the same token will do. */
    public static final String RECONNECT = "reconnect";

    static final String NAME = "connections";

    private static final Duration QUESTION = Duration.ofSeconds(2);

    /** API Gateway cuts a connection that is idle for ten minutes; this is well past that. */
    private static final Duration LONG_IDLE = Duration.ofMinutes(15);

    /** Of so many that were asked about, one in ten being gone makes all the others of the page be asked about. */
    private static final int TELLING = 10;

    private final ConnectionScan scan;
    private final ConnectionStore connections;
    private final ConnectionCleanup cleanup;
    private final ConnectionGateway gateway;
    private final Farewell farewell;
    private final LifePlan plan;
    private final SweepOptions options;
    private final Workers workers;
    private final RandomGenerator random;
    private final InstantSource clock;

    public ConnectionStep(
            ConnectionScan scan,
            ConnectionStore connections,
            ConnectionCleanup cleanup,
            ConnectionGateway gateway,
            Farewell farewell,
            SweepOptions options,
            RandomGenerator random,
            InstantSource clock) {
        this.scan = scan;
        this.connections = connections;
        this.cleanup = cleanup;
        this.gateway = gateway;
        this.farewell = farewell;
        this.plan = new LifePlan(options.grace());
        this.options = options;
        this.workers = new Workers(options.parallel());
        this.random = random;
        this.clock = clock;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean everyRun() {
        return true;
    }

    @Override
    public StepPage page(Optional<String> cursor, SweepTurn turn) {
        ConnectionScan.Page page = scan.page(cursor, options.pageSize());
        turn.tally().add(SweepCount.UNREADABLE, page.unreadable());
        Instant now = clock.instant();
        List<Runnable> due = new ArrayList<>();
        List<Connection> askable = new ArrayList<>();
        for (SweptConnection row : page.connections()) {
            Connection connection = row.connection();
            turn.seen().add(connection.id());
            switch (plan.stage(row, now)) {
                case LifeStage.Over _ -> due.add(() -> remove(connection, SweepCount.EXPIRED, turn));
                case LifeStage.ToClose _ -> due.add(() -> close(connection, turn));
                case LifeStage.ToTellExpiry tell -> due.add(() -> tellExpiry(connection, tell.after(), turn));
                case LifeStage.ToTellReconnect tell -> due.add(() -> tellReconnect(connection, tell.after(), turn));
                case LifeStage.Quiet quiet -> {
                    if (quiet.askable()) {
                        askable.add(connection);
                    }
                }
            }
        }
        workers.run(due, turn.deadline(), turn.tally());
        ask(askable, turn);
        return new StepPage(page.next(), page.read());
    }

    private void remove(Connection connection, SweepCount why, SweepTurn turn) {
        turn.seen().remove(connection.id());
        cleanup.remove(connection.id(), clock.instant());
        turn.tally().add(why);
    }

    private void tellExpiry(Connection connection, Duration after, SweepTurn turn) {
        // marked first: a run that dies in between must not put the close off, nor tell it twice
        if (scan.tellExpiry(connection.id(), clock.instant())) {
            say(connection, TOKEN_EXPIRED, after, SweepCount.EXPIRY_GOAWAYS, turn);
        }
    }

    private void tellReconnect(Connection connection, Duration after, SweepTurn turn) {
        if (scan.tellReconnect(connection.id(), clock.instant())) {
            say(connection, RECONNECT, after, SweepCount.RECONNECT_GOAWAYS, turn);
        }
    }

    private void say(Connection connection, String reason, Duration after, SweepCount count, SweepTurn turn) {
        ServerEvent.GoAway word = new ServerEvent.GoAway(reason, Optional.empty(), Optional.of(after.toMillis()));
        if (farewell.announce(connection.endpoint(), connection.id(), connection.dialect(), word, turn.deadline())) {
            turn.tally().add(count);
        } else {
            gone(connection, turn);
        }
    }

    private void gone(Connection connection, SweepTurn turn) {
        if (!clock.instant().isBefore(connection.connectedAt().plus(LifePlan.YOUTH))) {
            remove(connection, SweepCount.GHOSTS, turn);
        }
    }

    private void close(Connection connection, SweepTurn turn) {
        // the row as it is now: the token may have been renewed since the page was read
        Instant now = clock.instant();
        Optional<Connection> stored = connections.find(connection.id(), now);
        if (stored.filter(row -> LifePlan.tokenHasExpired(row, now)).isEmpty()) {
            return;
        }
        // closed by an earlier run, and its $disconnect never came; were the row removed with the close, the
        // $disconnect would leave its mark for nothing
        if (gateway.look(connection.endpoint(), connection.id(), QUESTION) instanceof Sighting.Gone) {
            remove(connection, SweepCount.GHOSTS, turn);
            return;
        }
        switch (farewell.end(connection.endpoint(), connection.id(), turn.deadline())) {
            case Parting.Closed _, Parting.Gone _ -> turn.tally().add(SweepCount.CLOSED);
            case Parting.Failed failed -> {
                LOG.warn("connection {} was not closed, to be tried again: {}", connection.id(), failed.reason());
                turn.tally().add(SweepCount.ERRORS);
            }
        }
    }

    private void ask(List<Connection> askable, SweepTurn turn) {
        double part = turn.thorough() || turn.expectedRows() <= options.checks()
                ? 1
                : (double) options.checks() / turn.expectedRows();
        // a pass of unknown length, as the first is, must not ask about everybody
        long most = turn.thorough()
                ? Long.MAX_VALUE
                : 2L * options.checks() - turn.tally().get(SweepCount.ASKED);
        List<Runnable> sample = new ArrayList<>();
        List<Runnable> rest = new ArrayList<>();
        for (Connection connection : askable) {
            boolean drawn = sample.size() < most && (part >= 1 || random.nextDouble() < part);
            (drawn ? sample : rest).add(() -> ask(connection, turn));
        }
        long ghosts = turn.tally().get(SweepCount.GHOSTS);
        workers.run(sample, turn.deadline(), turn.tally());
        long found = turn.tally().get(SweepCount.GHOSTS) - ghosts;
        if (found >= 2 && found * TELLING >= sample.size()) {
            workers.run(rest, turn.deadline(), turn.tally());
        }
    }

    private void ask(Connection connection, SweepTurn turn) {
        turn.tally().add(SweepCount.ASKED);
        switch (gateway.look(connection.endpoint(), connection.id(), QUESTION)) {
            case Sighting.Held held -> {
                if (held.lastActiveAt()
                        .filter(at -> at.plus(LONG_IDLE).isBefore(clock.instant()))
                        .isPresent()) {
                    turn.tally().add(SweepCount.IDLE);
                }
            }
            case Sighting.Gone _ -> remove(connection, SweepCount.GHOSTS, turn);
            case Sighting.Unknown _ -> turn.tally().add(SweepCount.ERRORS);
        }
    }
}
