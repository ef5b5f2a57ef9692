package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.Door;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sighting;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.shipped.ShippedDialects;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.routing.key.AppKey;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Closes the older door: takes it out of the registry, so that nobody comes in through it any more, and says a last
 * word to whoever is left behind it before it ends their connections. Stopped anywhere, it goes on.
 */
public final class CloseStep {
    /** The goaway's reason: this door is closed, and the connection with it after {@code afterMs}. */
    public static final String DOOR_CLOSED = "door_closed";

    private static final Duration CALL = Duration.ofSeconds(5);
    private static final int ROUNDS = 3;

    /**
     * When and how.
     *
     * @param date from which on the door is closed although somebody is left behind it
     * @param url what the last word names as the place to go to
     * @param grace from the last word to the end
     * @param settle how long an instance of the platform may still know the door, and let somebody in
     */
    public record Order(Optional<LocalDate> date, Optional<URI> url, Duration grace, Duration settle) {
        public Order {
            if (grace.isNegative() || grace.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new OperatorException("--grace: 0 to 600 seconds");
            }
            if (settle.isNegative() || settle.compareTo(Duration.ofMinutes(10)) > 0) {
                throw new OperatorException("--settle: 0 to 600 seconds");
            }
            url.ifPresent(InviteStep::requireAddress);
        }
    }

    /**
     * What closing did.
     *
     * @param warned who had a last word
     * @param wordless who had none: their dialect has no such word, or it may not have arrived
     * @param cut connections that were closed
     * @param left whom the gateway still holds, as far as it says
     */
    public record Tally(long warned, long wordless, long cut, long left) {}

    private final Platform platform;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Progress progress;

    public CloseStep(Platform platform, InstantSource clock, Sleeper sleeper, Progress progress) {
        this.platform = platform;
        this.clock = clock;
        this.sleeper = sleeper;
        this.progress = progress;
    }

    /** Throws {@link OperatorException} where somebody is left and no date has come; nothing is done then. */
    public Tally run(MigrationPlan plan, Path folder, Order order, Pace pace) {
        AppKey app = AppKey.parse(plan.app());
        platform.tenant(app);
        GatewayEndpoint api = platform.olderApi(plan);
        AppRows rows = new AppRows(platform.admin().connectionScan(), app);
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, plan.app(), clock);
                Journal journal = Journal.open(folder.resolve(ApplyStep.JOURNAL), table, plan.id())) {
            Trail trail = Trail.of(journal);
            ApplyStep.refuseRolledBack(trail);
            if (!trail.leadsHere()) {
                throw new OperatorException("the older API does not lead here; there is no door of the platform to"
                        + " close: ./trunkline migrate apply " + folder + " --phase repoint");
            }
            if (trail.door().isEmpty()) {
                requireNobodyOrDate(rows, api, order);
            }
            closeDoor(api, app, trail, journal);
            long[] words = {0, 0};
            AtomicLong cut = new AtomicLong();
            for (int round = 1; round <= ROUNDS; round++) {
                if (round > 1 || count(rows, api) == 0) {
                    // an instance that still knew the door may have let somebody in
                    Pace.sleep(sleeper, order.settle());
                }
                if (count(rows, api) == 0) {
                    break;
                }
                warn(rows, api, order, pace, trail, journal, lease, words);
                Pace.sleep(sleeper, order.grace());
                cut(rows, api, pace, journal, lease, cut);
            }
            long left = held(rows, api);
            if (left == 0) {
                journal.add(
                        Journal.entry(Trail.CLOSED).put("at", clock.instant().toString()));
            }
            return new Tally(words[0], words[1], cut.get(), left);
        }
    }

    private void requireNobodyOrDate(AppRows rows, GatewayEndpoint api, Order order) {
        long left = count(rows, api);
        LocalDate today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (order.date().filter(date -> date.isAfter(today)).isPresent()) {
            throw new OperatorException(
                    "--date: " + order.date().get() + " has not come; today is " + today + " (UTC). Nothing was done.");
        }
        if (left > 0 && order.date().isEmpty()) {
            throw new OperatorException(String.format(
                    "%,d connections are left behind the older door. Nothing was done. Invite them (--phase invite),"
                            + " wait, or name the day from which on it is closed all the same: --date %s",
                    left, today));
        }
    }

    private void closeDoor(GatewayEndpoint api, AppKey app, Trail trail, Journal journal) {
        Optional<Door> found = trail.door()
                .or(() -> platform.registry().door(api.apiId()).filter(door -> door.app()
                        .equals(app)));
        found.ifPresent(door -> {
            if (trail.door().isEmpty()) {
                ObjectNode entry = Journal.entry(Trail.CLOSING)
                        .put("at", clock.instant().toString())
                        .put("door", door.id())
                        .put("app", door.app().toString());
                door.dialect().ifPresent(dialect -> entry.put("dialect", dialect));
                journal.add(entry);
            }
            platform.admin().registry().removeDoor(door);
        });
    }

    private void warn(
            AppRows rows,
            GatewayEndpoint api,
            Order order,
            Pace pace,
            Trail trail,
            Journal journal,
            Lease lease,
            long[] words) {
        Words speaker = new Words(platform.gateway(), ShippedDialects.registry());
        ServerEvent.GoAway word = new ServerEvent.GoAway(
                DOOR_CLOSED,
                order.url().map(URI::toString),
                Optional.of(order.grace().toMillis()));
        AtomicLong told = new AtomicLong();
        AtomicLong wordless = new AtomicLong();
        inTurns(
                rows,
                api,
                pace,
                connection -> !trail.warned().contains(connection.id().value()),
                turn -> {
                    lease.check();
                    journal.add(ids(Trail.LAST_WORD, turn));
                    turn.forEach(
                            connection -> trail.warned().add(connection.id().value()));
                    platform.parallel()
                            .run(turn.stream()
                                    .<Runnable>map(connection -> () -> (switch (speaker.say(connection, word)) {
                                                case TOLD -> told;
                                                case GONE, UNSURE, NO_WORD -> wordless;
                                            })
                                            .incrementAndGet())
                                    .toList());
                    progress.at("last words", told.get() + wordless.get(), 0);
                });
        words[0] += told.get();
        words[1] += wordless.get();
    }

    private void cut(AppRows rows, GatewayEndpoint api, Pace pace, Journal journal, Lease lease, AtomicLong cut) {
        inTurns(rows, api, pace, connection -> true, turn -> {
            lease.check();
            journal.add(ids(Trail.CUT, turn));
            platform.parallel()
                    .run(turn.stream()
                            .<Runnable>map(connection -> () -> {
                                try {
                                    platform.gateway().close(api, connection.id(), CALL);
                                    cut.incrementAndGet();
                                } catch (UncheckedIOException e) {
                                    // counted as left, where the gateway still holds it
                                }
                            })
                            .toList());
            progress.at("connections closed", cut.get(), 0);
        });
    }

    private void inTurns(
            AppRows rows,
            GatewayEndpoint api,
            Pace pace,
            java.util.function.Predicate<Connection> which,
            Consumer<List<Connection>> work) {
        List<Connection> turn = new ArrayList<>();
        Runnable flush = () -> {
            if (!turn.isEmpty()) {
                pace.await(turn.size());
                work.accept(List.copyOf(turn));
                turn.clear();
            }
        };
        rows.behind(api, clock.instant(), connection -> {
            if (which.test(connection)) {
                turn.add(connection);
            }
            if (turn.size() >= pace.turn()) {
                flush.run();
            }
        });
        flush.run();
    }

    private ObjectNode ids(String kind, List<Connection> turn) {
        ObjectNode entry = Journal.entry(kind).put("at", clock.instant().toString());
        ArrayNode ids = entry.putArray("ids");
        turn.forEach(connection -> ids.add(connection.id().value()));
        return entry;
    }

    private long count(AppRows rows, GatewayEndpoint api) {
        AtomicLong count = new AtomicLong();
        rows.behind(api, clock.instant(), _ -> count.incrementAndGet());
        return count.get();
    }

    /** A row whose socket has ended is the sweep's business. */
    private long held(AppRows rows, GatewayEndpoint api) {
        AtomicLong held = new AtomicLong();
        Instant now = clock.instant();
        rows.behind(api, now, connection -> {
            if (platform.isAskable()
                    && !(platform.gateway().look(api, connection.id(), CALL) instanceof Sighting.Gone)) {
                held.incrementAndGet();
            }
        });
        return held.get();
    }
}
