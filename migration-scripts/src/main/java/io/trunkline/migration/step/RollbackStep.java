package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.target.SharedRow;
import io.trunkline.routing.key.AppKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Takes back what the journal says was done: the API first, so that nothing new arrives, then, after a moment, the
 * rows: a message that was on its way to the platform when the API led back must find its sender's row.
 */
public final class RollbackStep {
    static final String BEGUN = "rollback";

    /** How long rows stay after the API has led back, unless told otherwise. */
    public static final Duration SETTLE = Duration.ofSeconds(5);

    private static final Duration LONGEST_SETTLE = Duration.ofMinutes(1);

    private final Platform platform;
    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Duration settle;
    private final Progress progress;

    /** @param settle from the API's leading back to the first row's removal; at most a minute */
    public RollbackStep(Platform platform, InstantSource clock, Sleeper sleeper, Duration settle, Progress progress) {
        if (settle.isNegative() || settle.compareTo(LONGEST_SETTLE) > 0) {
            throw new OperatorException("--settle: 0 to 60 seconds");
        }
        this.platform = platform;
        this.clock = clock;
        this.sleeper = sleeper;
        this.settle = settle;
        this.progress = progress;
    }

    /**
     * What a rollback cannot undo.
     *
     * @param invited clients that were told of the new address; those that went there stay there
     * @param cut connections that were closed with the older door
     * @param newcomers connections that began while the API led here: the older app does not know them
     * @param cleaned what was deleted; not empty, and there is no rollback
     */
    public record Outlook(long invited, long cut, long newcomers, List<String> cleaned) {
        public Outlook {
            cleaned = List.copyOf(cleaned);
        }
    }

    /** Looks what a rollback would not undo; changes nothing. */
    public Outlook outlook(MigrationPlan plan, Path folder) {
        Trail trail = Trail.seen(folder, platform.journalTable(), plan);
        long[] newcomers = {0};
        if (trail.hasResources() && plan.api().isPresent()) {
            new AppRows(platform.admin().connectionScan(), AppKey.parse(plan.app()))
                    .behind(platform.olderApi(plan), clock.instant(), connection -> {
                        if (!trail.imported().contains(connection.id().value())) {
                            newcomers[0]++;
                        }
                    });
        }
        return new Outlook(trail.invited().size(), trail.cut(), newcomers[0], trail.cleaned());
    }

    /**
     * What was taken back.
     *
     * @param resources changes of the API and its permission
     * @param rows that were still there
     * @param gone rows that the platform had removed, as their connections had ended
     * @param newcomers connections of the older API that began after it led here: the older app does not know them
     * @param closed newcomers that were closed, so that they connect again
     */
    public record Tally(int resources, long rows, long gone, long newcomers, long closed) {}

    /**
     * Takes back whatever was done; doing it again is going on.
     *
     * @param closeNewcomers whether connections that only the platform knows are closed, so that they connect again
     */
    public Tally run(MigrationPlan plan, Path folder, boolean closeNewcomers) {
        return run(plan, folder, closeNewcomers, _ -> {});
    }

    /**
     * Takes back whatever was done; doing it again is going on.
     *
     * @param closeNewcomers whether connections that only the platform knows are closed, so that they connect again
     * @param done hears of each resource that is restored, in words
     */
    public Tally run(MigrationPlan plan, Path folder, boolean closeNewcomers, Consumer<String> done) {
        AppKey app = AppKey.parse(plan.app());
        Tenant tenant = platform.tenant(app);
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, app.toString(), clock);
                Journal journal = Journal.open(folder.resolve(ApplyStep.JOURNAL), table, plan.id())) {
            Trail trail = Trail.of(journal);
            if (!trail.cleaned().isEmpty()) {
                throw new OperatorException("there is no way back: deleted were " + String.join(", ", trail.cleaned())
                        + ". Nothing was done. What tables held is in " + folder.resolve("cleanup"));
            }
            boolean repointed = trail.hasResources();
            journal.add(Journal.entry(BEGUN).put("at", clock.instant().toString()));
            int[] resources = {0};
            if (repointed) {
                new Repoint(platform.control())
                        .takeBack(
                                plan.changes(),
                                (change, now) -> {
                                    lease.check();
                                    journal.add(Journal.entry("restoring")
                                            .put("what", change.path("id").asText())
                                            .put("before", now)
                                            .put("after", change.path("before").asText()));
                                },
                                change -> {
                                    resources[0]++;
                                    done.accept("restored the "
                                            + change.path("kind").asText() + " "
                                            + change.path("id").asText());
                                    progress.at(
                                            "resources restored",
                                            resources[0],
                                            plan.changes().size());
                                });
            }
            trail.door().ifPresent(platform.admin().registry()::putDoor);
            Optional<GatewayEndpoint> api = plan.api().filter(_ -> repointed).map(GatewayEndpoint::parse);
            Newcomers newcomers = new Newcomers(platform, tenant, app, progress);
            if (api.isPresent() && closeNewcomers) {
                // at once: the older app answers none of them before they have connected again
                newcomers.close(api.get(), clock.instant(), trail.imported());
            }
            if (repointed) {
                settle(trail, journal);
            }
            long[] counts = {0, 0};
            journal.forEach(entry -> {
                if (entry.path("kind").asText().equals(JournalRows.KIND)) {
                    lease.check();
                    takeBack(tenant, entry, counts);
                }
            });
            api.ifPresent(older -> {
                // once more: whoever was let in by the platform while the API led back
                if (closeNewcomers) {
                    newcomers.close(older, clock.instant(), new IdSet());
                } else {
                    newcomers.count(older, clock.instant());
                }
            });
            journal.add(Journal.entry("rolledBack").put("at", clock.instant().toString()));
            return new Tally(resources[0], counts[0], counts[1], newcomers.found(), newcomers.closed());
        }
    }

    /** A rollback that goes on waits what is left of the moment, and not at all where it is long over. */
    private void settle(Trail trail, Journal journal) {
        Instant now = clock.instant();
        Instant since = trail.ledBackAt().filter(at -> !at.isAfter(now)).orElse(now);
        if (trail.ledBackAt().isEmpty()) {
            journal.add(Journal.entry(Trail.LED_BACK).put("at", now.toString()));
        }
        Duration left = Duration.between(now, since.plus(settle));
        if (left.isPositive()) {
            Pace.sleep(sleeper, left);
        }
    }

    private void takeBack(Tenant tenant, JsonNode entry, long[] counts) {
        List<SharedRow> rows = JournalRows.read(entry);
        int taken = platform.tables(tenant).takeBack(rows, clock.instant()).size();
        counts[0] += taken;
        counts[1] += rows.size() - taken;
        progress.at("rows taken back", counts[0] + counts[1], 0);
    }
}
