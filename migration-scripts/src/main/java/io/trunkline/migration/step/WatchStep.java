package io.trunkline.migration.step;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sighting;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts both sides once: who is behind the older door and who at the shared one, what the platform delivered since the
 * API leads here, and who may get things twice or not at all, as far as rows, the gateway and the tenant's usage tell.
 * Reads only.
 */
public final class WatchStep {
    private static final Duration QUESTION = Duration.ofSeconds(3);
    private static final int EXAMPLES = 5;

    static final String BOTH_SIDES = "on both sides";
    static final String GONE = "gone";
    static final String SILENT = "silent";

    private final Platform platform;
    private final InstantSource clock;
    private final Progress progress;

    public WatchStep(Platform platform, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.clock = clock;
        this.progress = progress;
    }

    /**
     * One look.
     *
     * @param imported connections behind the older door that were brought along
     * @param newcomers that came in through it after it led here
     * @param shared connections of the app elsewhere: those that have moved, and others
     * @param lastEnd when the gateway has cut the last of those behind the older door, if nobody else comes in
     * @param asked of those behind the older door, how many the gateway was asked about
     * @param held of those asked, whom the gateway holds
     * @param gone whose socket has ended though their row stands: what is posted to them reaches nobody
     * @param silent of the imported that are held, those over which nothing has gone in either direction since the API
     *     leads here: where the app had something for them, they did not get it
     * @param bothSides users with a connection of one entity on both sides: what goes to the entity reaches each
     * @param examples of such users' connections, a few
     * @param usage of the whole tenant since the hour in which the API led here
     */
    public record Look(
            long imported,
            long newcomers,
            long shared,
            Optional<Instant> lastEnd,
            long asked,
            long held,
            long gone,
            long silent,
            long bothSides,
            List<String> examples,
            Usage usage) {
        public Look {
            examples = List.copyOf(examples);
        }

        /** Rows behind the older door. */
        public long behind() {
            return imported + newcomers;
        }
    }

    /** Hears of everybody of whom something was found; by more than one thread. */
    @FunctionalInterface
    private interface Finding {
        void about(String found, Connection connection, Optional<Instant> lastActiveAt);
    }

    private static final class Count {
        private long imported;
        private long newcomers;
        private long shared;
        private long both;
        private Optional<Instant> lastEnd = Optional.empty();
        private final IdSet behindUsers = new IdSet();
        private final IdSet sharedUsers = new IdSet();
        private final IdSet counted = new IdSet();
        private final List<String> examples = new ArrayList<>();
        private final List<Connection> toAsk = new ArrayList<>();

        private void user(Connection connection, boolean behind, Finding finding) {
            String user = connection.principal().identity().user() + " as "
                    + connection.principal().identity().entity();
            (behind ? behindUsers : sharedUsers).add(user);
            if ((behind ? sharedUsers : behindUsers).contains(user) && counted.add(user)) {
                both++;
                finding.about(BOTH_SIDES, connection, Optional.empty());
                if (examples.size() < EXAMPLES) {
                    examples.add(user);
                }
            }
        }
    }

    /** Looks once, and leaves nobody out. */
    public Look look(MigrationPlan plan, Path folder, int ask) {
        return look(plan, folder, ask, Optional.empty(), Optional.empty());
    }

    /**
     * Looks once.
     *
     * @param except an entity whose connections are not counted: {@code TYPE/ID}
     * @param log takes the name of everybody of whom something was found
     * @param ask how many of those behind the older door the gateway is asked about, at most; each is one call of the
     *     account's @connections
     */
    public Look look(MigrationPlan plan, Path folder, int ask, Optional<String> except, Optional<WatchLog> log) {
        AppKey app = AppKey.parse(plan.app());
        GatewayEndpoint api = platform.olderApi(plan);
        Trail trail = Trail.seen(folder, platform.journalTable(), plan);
        Instant now = clock.instant();
        Finding finding = (found, connection, active) -> log.ifPresent(file -> file.found(
                now,
                found,
                connection.id().value(),
                connection.principal().identity().user(),
                connection.principal().identity().entity().toString(),
                active));
        Count count = new Count();
        new AppRows(platform.admin().connectionScan(), app).forEach(now, connection -> {
            if (except.filter(connection.principal().identity().entity().toString()::equals)
                    .isPresent()) {
                return;
            }
            boolean behind = connection.endpoint().equals(api);
            count.user(connection, behind, finding);
            if (!behind) {
                count.shared++;
                return;
            }
            if (trail.imported().contains(connection.id().value())) {
                count.imported++;
            } else {
                count.newcomers++;
            }
            count.lastEnd = count.lastEnd
                    .filter(end -> end.isAfter(connection.expiresAt()))
                    .or(() -> Optional.of(connection.expiresAt()));
            if (count.toAsk.size() < ask) {
                count.toAsk.add(connection);
            }
        });
        Instant since = trail.repointedAt().orElse(now);
        AtomicLong held = new AtomicLong();
        AtomicLong gone = new AtomicLong();
        AtomicLong silent = new AtomicLong();
        List<Connection> asked = platform.isAskable() ? count.toAsk : List.of();
        platform.parallel()
                .run(asked.stream()
                        .<Runnable>map(connection -> () -> {
                            switch (platform.gateway().look(api, connection.id(), QUESTION)) {
                                case Sighting.Held there -> {
                                    held.incrementAndGet();
                                    boolean quiet = there.lastActiveAt()
                                            .filter(at -> at.isBefore(since))
                                            .isPresent();
                                    if (quiet
                                            && trail.imported()
                                                    .contains(connection.id().value())) {
                                        silent.incrementAndGet();
                                        finding.about(SILENT, connection, there.lastActiveAt());
                                    }
                                }
                                case Sighting.Gone _ -> {
                                    gone.incrementAndGet();
                                    finding.about(GONE, connection, Optional.empty());
                                }
                                case Sighting.Unknown _ -> {
                                    // neither the one nor the other
                                }
                            }
                            progress.at("connections asked about", held.get() + gone.get(), asked.size());
                        })
                        .toList());
        return new Look(
                count.imported,
                count.newcomers,
                count.shared,
                count.lastEnd,
                asked.size(),
                held.get(),
                gone.get(),
                silent.get(),
                count.both,
                count.examples,
                usage(app.tenant(), since, now));
    }

    private Usage usage(TenantId tenant, Instant since, Instant now) {
        Instant hour = since.truncatedTo(java.time.temporal.ChronoUnit.HOURS);
        return platform.admin().usage().read(tenant, hour, now.plusSeconds(1)).stream()
                .map(UsageEntry::usage)
                .reduce(Usage.NONE, Usage::plus);
    }
}
