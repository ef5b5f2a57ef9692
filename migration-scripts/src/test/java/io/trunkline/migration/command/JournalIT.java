package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.journal.Journal;
import io.trunkline.migration.journal.JournalTable;
import io.trunkline.migration.journal.Lease;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal's file and its table, and the lease, as two operators and two machines use them. */
class JournalIT {
    private static final String PLAN = "plan-1";
    private static final String APP = "wizz/order-receiver";

    @TempDir
    private Path folder;

    private MigrationRig rig;
    private JournalTable table;
    private Path file;

    @BeforeEach
    void table() throws IOException {
        rig = new MigrationRig(folder);
        table = new JournalTable(rig.client, rig.unique + "_journal");
        file = folder.resolve("journal.jsonl");
    }

    @AfterEach
    void close() {
        rig.close();
    }

    private List<String> seen(Path at) {
        List<String> kinds = new ArrayList<>();
        Journal.read(
                at,
                table,
                PLAN,
                (JsonNode entry) -> kinds.add(entry.path("kind").asText()));
        return kinds;
    }

    @Test
    void who_only_looks_neither_mends_a_line_that_is_being_written_nor_makes_a_table() throws IOException {
        assertThat(seen(file)).isEmpty();
        assertThat(table.holder(APP)).isEmpty();
        assertThat(rig.tables()).doesNotContain(rig.unique + "_journal");

        table.create();
        try (Journal journal = Journal.open(file, table, PLAN)) {
            journal.add(Journal.entry("one").put("name", "Müller"));
            journal.add(Journal.entry("two"));
            Files.writeString(file, "{\"kind\":\"half", StandardOpenOption.APPEND);
            String written = Files.readString(file);

            assertThat(seen(file)).containsExactly("one", "two");
            assertThat(Files.readString(file)).isEqualTo(written);
        }
        assertThat(seen(folder.resolve("on another machine"))).containsExactly("one", "two");
    }

    @Test
    void a_half_written_line_goes_and_a_lost_file_comes_back() throws IOException {
        table.create();
        try (Journal journal = Journal.open(file, table, PLAN)) {
            journal.add(Journal.entry("one"));
        }
        String whole = Files.readString(file);
        Files.writeString(file, "{\"kind\":\"half", StandardOpenOption.APPEND);
        Journal.open(file, table, PLAN).close();
        assertThat(Files.readString(file)).isEqualTo(whole);

        Files.delete(file);
        Journal.open(file, table, PLAN).close();
        assertThat(Files.readString(file)).isEqualTo(whole);
    }

    @Test
    void of_two_operators_with_copies_of_a_plan_the_one_who_comes_late_writes_nothing() throws IOException {
        table.create();
        Path copy = folder.resolve("copy.jsonl");
        try (Journal first = Journal.open(file, table, PLAN);
                Journal second = Journal.open(copy, table, PLAN)) {
            first.add(Journal.entry("mine"));

            assertThatThrownBy(() -> second.add(Journal.entry("yours")))
                    .isInstanceOf(OperatorException.class)
                    .hasMessageContaining("another operator has gone on with this plan");
        }
        assertThat(Files.readString(copy)).isEmpty();
        assertThat(seen(copy)).containsExactly("mine");
    }

    @Test
    void a_holder_on_another_machine_is_waited_for_although_no_process_here_has_its_number() {
        table.create();
        Instant now = Instant.now();
        String elsewhere = "operator@another/boot process 999999999";
        assertThat(table.lease(APP, elsewhere, now, Duration.ofSeconds(30))).isEmpty();

        assertThatThrownBy(() -> Lease.take(table, APP, InstantSource.fixed(now.plusSeconds(29))))
                .hasMessageContaining("operator@another/boot process 999999999 is at work on " + APP);
        Lease.take(table, APP, InstantSource.fixed(now.plusSeconds(31))).close();
    }

    @Test
    void whoever_slept_through_his_lease_writes_nothing_once_another_has_it() {
        table.create();
        Instant[] now = {Instant.now()};
        try (Lease mine = Lease.take(table, APP, () -> now[0])) {
            mine.check();
            now[0] = now[0].plusSeconds(31);
            assertThat(table.lease(APP, "another", now[0], Duration.ofSeconds(30)))
                    .isEmpty();

            assertThatThrownBy(mine::check).hasMessageContaining("another operator has taken over " + APP);
        }
        assertThat(table.holder(APP)).contains("another");
    }
}
