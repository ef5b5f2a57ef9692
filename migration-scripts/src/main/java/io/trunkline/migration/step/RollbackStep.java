package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.sweep.ConnectionScan;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.target.SharedRow;
import io.trunkline.routing.key.AppKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes back what the journal says was done: the API first, so that nothing new arrives, then the rows. */
public final class RollbackStep {
    static final String BEGUN = "rollback";

    private static final Duration CALL = Duration.ofSeconds(5);

    private final Platform platform;
    private final InstantSource clock;
    private final Progress progress;

    public RollbackStep(Platform platform, InstantSource clock, Progress progress) {
        this.platform = platform;
        this.clock = clock;
        this.progress = progress;
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
        AppKey app = AppKey.parse(plan.app());
        Tenant tenant = platform.tenant(app);
        JournalTable table = platform.journalTable();
        table.create();
        try (Lease lease = Lease.take(table, app.toString(), clock);
                Journal journal = Journal.open(folder.resolve(ApplyStep.JOURNAL), table, plan.id())) {
            boolean repointed = any(journal, "resource");
            journal.add(Journal.entry(BEGUN).put("at", clock.instant().toString()));
            int[] resources = {0};
            if (repointed) {
                new Repoint(platform.control()).takeBack(plan.changes(), (change, now) -> {
                    lease.check();
                    resources[0]++;
                    progress.at(
                            "resources restored", resources[0], plan.changes().size());
                });
            }
            long[] counts = {0, 0};
            journal.forEach(entry -> {
                if (entry.path("kind").asText().equals(JournalRows.KIND)) {
                    lease.check();
                    takeBack(tenant, entry, counts);
                }
            });
            long[] newcomers = repointed && plan.api().isPresent()
                    ? newcomers(app, GatewayEndpoint.parse(plan.api().get()), closeNewcomers)
                    : new long[] {0, 0};
            journal.add(Journal.entry("rolledBack").put("at", clock.instant().toString()));
            return new Tally(resources[0], counts[0], counts[1], newcomers[0], newcomers[1]);
        }
    }

    private void takeBack(Tenant tenant, JsonNode entry, long[] counts) {
        List<SharedRow> rows = JournalRows.read(entry);
        int taken = platform.tables(tenant).takeBack(rows, clock.instant()).size();
        counts[0] += taken;
        counts[1] += rows.size() - taken;
        progress.at("rows taken back", counts[0] + counts[1], 0);
    }

    /** Who is left once the imported rows are gone: one scan of the connections table. */
    private long[] newcomers(AppKey app, GatewayEndpoint api, boolean close) {
        ConnectionScan scan = platform.admin().connectionScan();
        List<ConnectionId> found = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            ConnectionScan.Page page = scan.page(next, 500);
            page.connections().stream()
                    .map(swept -> swept.connection())
                    .filter(connection -> connection.endpoint().equals(api)
                            && connection.principal().identity().app().equals(app))
                    .forEach(connection -> found.add(connection.id()));
            next = page.next();
        } while (next.isPresent());
        long closed = 0;
        if (close) {
            for (ConnectionId id : found) {
                platform.gateway().close(api, id, CALL);
                closed++;
                progress.at("newcomers closed", closed, found.size());
            }
        }
        return new long[] {found.size(), closed};
    }

    private static boolean any(Journal journal, String kind) {
        boolean[] found = {false};
        journal.forEach(entry -> found[0] |= entry.path("kind").asText().equals(kind));
        return found[0];
    }
}
