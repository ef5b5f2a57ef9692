package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a migration consumes of DynamoDB for each record, as DynamoDB Local counts it, held to docs/costs.md. */
class ImportCostsIT {
    private static final int RECORDS = 200;
    private static final String JOURNAL = "_websocket_migrations_";

    /** User, entity, type, app and all. */
    private static final int ROOMS = 5;

    @TempDir
    private Path folder = Path.of("");

    private MigrationRig rig;
    private MeteredDynamo meter;

    @BeforeEach
    void tables() throws IOException {
        rig = new MigrationRig(folder);
        rig.createLegacyTable();
        Instant began = Instant.now().minus(Duration.ofMinutes(20));
        for (int i = 0; i < RECORDS; i++) {
            rig.legacyConnection("K" + i + "=", "u-" + i, "b-" + i, began, Map.of());
        }
        meter = new MeteredDynamo(rig.endpoint);
    }

    @AfterEach
    void close() {
        meter.close();
        rig.close();
    }

    @Test
    void units_of_a_record_on_its_way_there_and_back() throws IOException {
        String plan = rig.plan().toString();

        run("apply", plan, "--phase", "import");
        holds("import");
        run("verify", plan);
        holds("verify");
        run("rollback", plan, "--settle", "0");
        holds("roll back");
    }

    private void run(String command, String... arguments) {
        meter.reset();
        MigrationRig.Outcome outcome = rig.runThrough(meter.endpoint(), command, arguments);
        assertThat(outcome.status()).as(outcome.toString()).isZero();
    }

    /**
     * The row of the page: read and written units of the connections and the subscriptions; a bound for the journal.
     */
    private void holds(String what) throws IOException {
        String row = String.format(
                Locale.ROOT,
                "| %s a record of %d rooms | %s | %s | under 0.1 |",
                what,
                ROOMS,
                units(rig.layout.connections()),
                units(rig.layout.subscriptions()));
        assertThat(Files.readString(Path.of(System.getProperty("trunkline.root"), "docs/costs.md")))
                .as(row)
                .contains(row);
        // its size is its texts', compressed, and the lease is renewed as long as it takes
        assertThat((meter.read(JOURNAL) + meter.written(JOURNAL)) / RECORDS).isLessThan(0.1);
    }

    private String units(String table) {
        return String.format(Locale.ROOT, "%.2f + %.2f", meter.read(table) / RECORDS, meter.written(table) / RECORDS);
    }
}
