package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.mapping.Mapping;
import io.trunkline.migration.mapping.MappingReader;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.routing.key.AppKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** Does what a plan says, phase by phase, and goes on where an earlier run of it was stopped. */
public final class ApplyStep {
    private final Platform platform;
    private final Map<String, String> environment;
    private final InstantSource clock;
    private final Progress progress;

    public ApplyStep(Platform platform, Map<String, String> environment, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.environment = environment;
        this.clock = clock;
        this.progress = progress;
    }

    /** How long messages of connections without a row wait for it, where the imports after the repoint do not end. */
    private static final Duration ARRIVALS = Duration.ofMinutes(15);

    private static final Duration AFTERWARDS = Duration.ofSeconds(30);

    /** From the repoint on, within which a connect that began before it has its row in the source. */
    private static final Duration IN_FLIGHT = Duration.ofSeconds(5);

    /** The plan's journal, beside it. */
    public static final String JOURNAL = "journal.jsonl";

    /** What an import did, and what it found. */
    public record Imported(Extract extract, ImportTally tally) {}

    /**
     * Reads the source as it is now and stores what it holds: connections have come and gone since the plan was
     * written.
     *
     * @param pass names the run in the journal: the first, or one after the repoint
     */
    public Imported importRows(MigrationPlan plan, Path folder, String pass) {
        AppKey app = AppKey.parse(plan.app());
        Tenant tenant = platform.tenant(app);
        Mapping mapping = MappingReader.read(plan.mappingName(), plan.mappingText());
        Optional<GatewayEndpoint> api = plan.api().map(GatewayEndpoint::parse);
        Targeting targeting = new Targeting(tenant, app, plan.dialect(), api, platform.policy());
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, app.toString(), clock);
                Journal journal = Journal.open(folder.resolve(JOURNAL), table, plan.id())) {
            Trail trail = Trail.of(journal);
            refuseRolledBack(trail);
            Sources sources =
                    new Sources(mapping.source(), SourcePlace.read(plan.source()), platform.credentials(), environment);
            Path fresh = folder.resolve("import");
            Extract extract = new Extraction(mapping, sources::open, targeting, platform.liveness(api), progress)
                    .into(fresh, plan.zone().map(ZoneId::of), clock.instant());
            ImportStep step = new ImportStep(platform.tables(tenant), targeting, journal, lease, clock, progress);
            Path rows = fresh.resolve(Extract.ROWS);
            // those who are new first: once the API leads here their messages wait for their rows
            ImportTally tally =
                    step.run(pass, rows, extract.rows(), id -> !trail.imported().contains(id));
            if (trail.imported().size() > 0) {
                tally = tally.plus(step.run(pass, rows, extract.rows(), trail.imported()::contains));
            }
            ObjectNode done = Journal.entry("imported")
                    .put("pass", pass)
                    .put("at", clock.instant().toString());
            done.put("stored", tally.stored()).put("there", tally.there()).put("ended", tally.ended());
            journal.add(done);
            return new Imported(extract, tally);
        }
    }

    /**
     * Brings along whoever connected before the API led here: at once, and once more after a moment, as the older
     * function may still have been at work on a connect and have written its row behind the first look.
     *
     * @param looked hears of each of the two looks
     */
    public void importThoseInBetween(MigrationPlan plan, Path folder, Sleeper sleeper, Consumer<Imported> looked) {
        looked.accept(importRows(plan, folder, "after repoint"));
        Pace.sleep(sleeper, IN_FLIGHT);
        looked.accept(importRows(plan, folder, "last look"));
        // a message that found no row a moment ago looks at the mark only now
        platform.admin()
                .arrivals()
                .expect(platform.olderApi(plan), clock.instant().plus(AFTERWARDS));
    }

    /** Leads the older API here; answers how many changes were made. */
    public int repoint(MigrationPlan plan, Path folder) {
        return repoint(plan, folder, _ -> {});
    }

    /**
     * Leads the older API here; answers how many changes were made.
     *
     * @param done hears of each change that is made, in words
     */
    public int repoint(MigrationPlan plan, Path folder, Consumer<String> done) {
        if (plan.changes().isEmpty()) {
            throw new OperatorException(
                    "the plan leads nothing here: plan with --api API_ID/STAGE and --function NAME");
        }
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, plan.app(), clock);
                Journal journal = Journal.open(folder.resolve(JOURNAL), table, plan.id())) {
            refuseRolledBack(Trail.of(journal));
            Repoint repoint = new Repoint(platform.control());
            repoint.requireBefore(plan.changes());
            platform.admin()
                    .arrivals()
                    .expect(platform.olderApi(plan), clock.instant().plus(ARRIVALS));
            int[] made = {0};
            repoint.apply(
                    plan.changes(),
                    (change, now) -> {
                        lease.check();
                        ObjectNode entry = Journal.entry("resource");
                        entry.set("change", change);
                        journal.add(entry.put("before", now));
                    },
                    change -> {
                        made[0]++;
                        done.accept("changed the " + change.path("kind").asText() + " "
                                + change.path("id").asText());
                        progress.at("resources changed", made[0], plan.changes().size());
                    });
            journal.add(Journal.entry("repointed").put("at", clock.instant().toString()));
            return made[0];
        }
    }

    static void refuseRolledBack(Trail trail) {
        if (trail.isRollingBack()) {
            throw new OperatorException("this plan was rolled back; write a new one: ./trunkline migrate plan --help");
        }
    }
}
