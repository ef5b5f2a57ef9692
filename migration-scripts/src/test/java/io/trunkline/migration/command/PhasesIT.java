package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.plan.PlanFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What follows once the older API leads here: watched, invited, closed; on real tables and a gateway of loopback. */
class PhasesIT {
    private static final String URL = "wss://rt.example.com/prod";

    private final Instant began = Instant.now().truncatedTo(ChronoUnit.MILLIS).minus(Duration.ofMinutes(20));

    @TempDir
    private Path folder;

    private MigrationRig rig;
    private FakeConnections gateway;

    @BeforeEach
    void tables() throws IOException {
        rig = new MigrationRig(folder);
        rig.createLegacyTable();
        gateway = new FakeConnections();
        for (String id : new String[] {"M1=", "M2=", "M3="}) {
            rig.legacyConnection(id, "u-" + id, "b-1", began, Map.of());
            gateway.holds(id, began);
        }
    }

    @AfterEach
    void close() {
        gateway.close();
        rig.close();
    }

    private MigrationRig.Outcome run(String command, Path plan, String... more) {
        String[] all = new String[more.length + 3];
        all[0] = plan.toString();
        all[1] = "--management-url";
        all[2] = gateway.template();
        System.arraycopy(more, 0, all, 3, more.length);
        return rig.run(command, all);
    }

    /** A plan that is imported, of an API that leads here by the journal. */
    private Path led() {
        Path plan = rig.plan();
        assertThat(run("apply", plan, "--phase", "import").status()).isZero();
        JournalTable table = new JournalTable(rig.client, rig.unique + "_websocket_migrations_dev");
        try (Journal journal = Journal.open(
                plan.resolve("journal.jsonl"), table, PlanFile.read(plan).id())) {
            journal.add(
                    Journal.entry("repointed").put("at", began.plusSeconds(600).toString()));
        }
        return plan;
    }

    @Test
    void both_sides_are_counted_and_who_gets_nothing_is_told() throws IOException {
        Path plan = led();
        gateway.holds("M2=", Instant.now());
        gateway.drops("M3=");

        MigrationRig.Outcome seen = run("apply", plan, "--phase", "watch");

        assertThat(seen.status()).as(seen.toString()).isEqualTo(Exit.FINDINGS);
        assertThat(seen.out())
                .contains("older door 3 (3 brought along, 0 came since)  shared 0")
                .contains(
                        "asked about 3: holds 2, of whom 1 heard and said nothing since the API leads here; 1 are gone")
                .contains("Not to be seen from here", "Who they are is in");
        assertThat(Files.readString(plan.resolve("watch.jsonl")))
                .contains("\"imported\":3")
                .contains("\"found\":\"gone\",\"connection\":\"M3=\",\"user\":\"u-M3=\",\"entity\":\"merchant/b-1\"")
                .contains("\"found\":\"silent\",\"connection\":\"M1=\"");
        assertThat(run("status", plan, "--json").out())
                .contains("\"phase\":\"repointed\"", "\"behindOlderDoor\":3", "\"ofThemCameSince\":0", "expectedEnd");
    }

    @Test
    void clients_are_invited_once_each_though_the_command_runs_twice() throws IOException {
        Path plan = led();

        MigrationRig.Outcome invited = run("apply", plan, "--phase", "invite", "--url", URL, "--rate", "20");

        assertThat(invited.status()).as(invited.toString()).isZero();
        assertThat(invited.out()).contains("3 clients were told to go to " + URL);
        assertThat(gateway.postedTo("M1=")).singleElement().asString().contains("goaway", "moved", URL, "afterMs");
        Files.delete(plan.resolve("journal.jsonl"));
        MigrationRig.Outcome again = run("apply", plan, "--phase", "invite", "--url", URL);
        assertThat(again.out()).contains("0 clients were told", "3 were told by an earlier run");
        assertThat(gateway.posts()).hasSize(3);
        assertThat(gateway.ended()).isEmpty();
    }

    @Test
    void nobody_is_invited_while_the_older_api_does_not_lead_here_or_to_no_address() {
        Path plan = rig.plan();
        assertThat(run("apply", plan, "--phase", "invite", "--url", URL).errors())
                .contains("does not lead here yet");
        assertThat(run("apply", plan, "--phase", "invite", "--url", "http://x").errors())
                .contains("--url: where the clients are to connect");
        assertThat(run("apply", plan, "--phase", "invite", "--url", URL, "--rate", "600")
                        .errors())
                .contains("--rate: 1 to 450");
        assertThat(gateway.posts()).isEmpty();
    }

    @Test
    void the_door_is_not_closed_on_anybody_before_a_day_that_was_named_has_come() {
        Path plan = led();

        assertThat(run("apply", plan, "--phase", "close").errors())
                .contains("3 connections are left behind the older door. Nothing was done.");
        String tomorrow = LocalDate.now(ZoneOffset.UTC).plusDays(2).toString();
        assertThat(run("apply", plan, "--phase", "close", "--date", tomorrow).errors())
                .contains("has not come");
        assertThat(rig.admin.apps().door("legacyapi1")).isPresent();
        assertThat(gateway.ended()).isEmpty();
    }

    @Test
    void who_is_left_on_that_day_has_a_last_word_before_its_end_and_the_door_is_gone() {
        Path plan = led();
        String today = LocalDate.now(ZoneOffset.UTC).toString();
        // the platform's $disconnect takes rows away; nobody runs it here, so the rows that ended go by hand
        Thread platform = Thread.ofVirtual().start(() -> {
            while (rig
                    .admin
                    .imports()
                    .standing(java.util.List.of(
                            new ConnectionId("M1="), new ConnectionId("M2="), new ConnectionId("M3=")))
                    .values()
                    .stream()
                    .anyMatch(one -> io.trunkline.core.dynamo.ConnectionImport.stored(java.util.Optional.of(one))
                            .isPresent())) {
                gateway.ended().forEach(rig::removeRow);
                java.util.concurrent.locks.LockSupport.parkNanos(20_000_000);
            }
        });

        MigrationRig.Outcome closed =
                run("apply", plan, "--phase", "close", "--date", today, "--grace", "0", "--settle", "1", "--url", URL);

        assertThat(closed.status()).as(closed.toString()).isZero();
        assertThat(closed.out())
                .contains("3 had a last word, 0 none; 3 connections were closed; 0 are left")
                .contains("Take the door out of the tenant's file");
        assertThat(gateway.postedTo("M2=")).singleElement().asString().contains("door_closed", URL);
        assertThat(gateway.ended()).containsExactlyInAnyOrder("M1=", "M2=", "M3=");
        assertThat(rig.admin.apps().door("legacyapi1")).isEmpty();
        assertThat(run("status", plan, "--json").out()).contains("\"phase\":\"closed\"");
        assertThat(platform.isAlive()).isFalse();
    }

    @Test
    void a_rollback_says_first_what_it_cannot_undo() {
        Path plan = led();
        assertThat(run("apply", plan, "--phase", "invite", "--url", URL).status())
                .isZero();

        MigrationRig.Outcome back = run("rollback", plan);

        assertThat(back.status()).as(back.toString()).isZero();
        assertThat(back.out())
                .startsWith("Cannot be undone: 3 clients were invited to the new address")
                .contains("3 rows taken back");
        assertThat(rig.everything(rig.layout.connections())).isEmpty();
        assertThat(run("apply", plan, "--phase", "invite", "--url", URL).errors())
                .contains("was rolled back; write a new one");
    }
}
