package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.dynamo.ConnectionImport;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands from a plan to a rollback, on real tables. */
class MigrationIT {
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    private final Instant began = now.minus(Duration.ofMinutes(20));

    @TempDir
    private Path folder;

    private MigrationRig rig;

    @BeforeEach
    void tables() throws IOException {
        rig = new MigrationRig(folder);
        rig.createLegacyTable();
        rig.legacyConnection("M1=", "u-1", "b-1", began, Map.of());
        rig.legacyConnection("M2=", "u-2", "b-1", began, Map.of("entityType", "customer", "token", "eyJ.raw.token"));
        rig.legacyConnection("V1", "u-1", "b-1", began, Map.of("connectionType", "VIRTUAL"));
        rig.legacyConnection("OLD=", "u-3", "b-2", now.minus(Duration.ofHours(3)), Map.of());
        rig.legacyConnection("D1=", "u-4", "b-4", began.minusSeconds(60), Map.of());
        rig.legacyConnection("D2=", "u-4", "b-4", began, Map.of());
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void connections_are_planned_imported_verified_and_taken_back_to_the_byte() throws IOException {
        Map<String, String> source = rig.everything(rig.connectionsTable());
        Map<String, String> connections = rig.everything(rig.layout.connections());

        Path plan = rig.plan();

        assertThat(Files.readString(plan.resolve("rows.jsonl")))
                .contains("M1=", "M2=", "D2=")
                .doesNotContain("eyJ");
        assertThat(Files.readString(plan.resolve("repairs.jsonl"))).contains("ENTITY_TYPE", "TOKEN_LEFT_BEHIND");
        assertThat(Files.readAllLines(plan.resolve("unmapped.jsonl")))
                .hasSize(3)
                .anyMatch(line -> line.contains("PRESENCE") && line.contains("V1"))
                .anyMatch(line -> line.contains("EXPIRED") && line.contains("OLD="))
                .anyMatch(line -> line.contains("DUPLICATE") && line.contains("D1="));
        assertThat(rig.everything(rig.layout.connections()))
                .as("a plan writes nothing")
                .isEqualTo(connections);
        assertThat(rig.run("verify", plan.toString()).status()).isEqualTo(Exit.FINDINGS);

        MigrationRig.Outcome applied = rig.run("apply", plan.toString(), "--phase", "import");

        assertThat(applied.status()).as(applied.toString()).isZero();
        assertThat(applied.errors())
                .contains("account 000000000000, Region us-east-1, stage dev, app wizz/order-receiver");
        Connection stored = stored("M2=").orElseThrow();
        assertThat(stored.principal().identity().entity()).hasToString("merchant/b-1");
        assertThat(stored.endpoint()).hasToString(MigrationRig.API);
        assertThat(stored.connectedAt()).isEqualTo(began);
        assertThat(members("entity:merchant/b-1")).containsExactlyInAnyOrder("M1=", "M2=");
        assertThat(members("all")).containsExactlyInAnyOrder("M1=", "M2=", "D2=");
        assertThat(rig.run("verify", plan.toString()).status()).isZero();
        assertThat(rig.run("status", plan.toString(), "--json").out()).contains("\"phase\":\"imported\"");

        MigrationRig.Outcome back = rig.run("rollback", plan.toString());

        assertThat(back.status()).as(back.toString()).isZero();
        assertThat(rig.everything(rig.connectionsTable())).isEqualTo(source);
        assertThat(rig.everything(rig.layout.connections())).isEqualTo(connections);
        assertThat(rig.everything(rig.layout.subscriptions())).isEmpty();
        assertThat(rig.run("apply", plan.toString()).errors()).contains("was rolled back; write a new one");
    }

    @Test
    void an_import_again_brings_who_came_since_and_leaves_what_the_platform_wrote() throws IOException {
        Path plan = rig.plan();
        assertThat(rig.run("apply", plan.toString()).out()).contains("3 connections stored, 0 were there");
        rig.legacyConnection("M9=", "u-9", "b-9", now, Map.of());

        assertThat(rig.run("apply", plan.toString()).out()).contains("1 connections stored, 3 were there");
        assertThat(members("entity:merchant/b-9")).containsExactly("M9=");
    }

    @Test
    void a_plan_or_a_file_beside_it_that_was_edited_is_refused() throws IOException {
        Path plan = rig.plan();
        String text = Files.readString(plan.resolve("plan.json"));
        Files.writeString(plan.resolve("plan.json"), text.replace("order-receiver\"", "drivers\""));

        assertThat(rig.run("apply", plan.toString()).errors()).contains("its digest does not hold");

        Files.writeString(plan.resolve("plan.json"), text);
        Files.writeString(plan.resolve("rows.jsonl"), "\n");
        assertThat(rig.run("apply", plan.toString()).errors()).contains("rows.jsonl was changed");
        assertThat(members("all")).isEmpty();
    }

    @Test
    void another_account_or_an_unknown_tenant_is_refused_before_anything_is_done() {
        Path plan = rig.plan();

        MigrationRig.Outcome wrong = rig.run("apply", plan.toString(), "--account", "111122223333");
        assertThat(wrong.status()).isEqualTo(Exit.FAILED);
        assertThat(wrong.errors()).contains("are of account 000000000000, but it must be 111122223333");

        MigrationRig.Outcome unknown = rig.run(
                "plan",
                "--out",
                folder.resolve("other").toString(),
                "--mapping",
                "landinghub",
                "--ecosystem",
                rig.unique);
        assertThat(unknown.errors()).contains("the tenant landinghub is not registered");
    }

    @Test
    void an_import_that_was_killed_goes_on_and_can_be_taken_back() throws IOException, InterruptedException {
        for (int i = 0; i < 500; i++) {
            rig.legacyConnection("K" + i + "=", "u-k" + i, "b-k" + i, began, Map.of());
        }
        Map<String, String> source = rig.everything(rig.connectionsTable());
        Path plan = rig.plan();
        Path journal = plan.resolve("journal.jsonl");

        Process killed = MigrationRig.child(rig.arguments("apply", plan.toString(), "--parallel", "2"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !killed.isAlive() || members("all").size() >= 100);
        killed.destroyForcibly().waitFor();
        assertThat(members("all").size()).as("killed in the middle").isBetween(1, 502);

        MigrationRig.Outcome again = rig.run("apply", plan.toString());

        assertThat(again.status()).as(again.toString()).isZero();
        assertThat(members("all")).hasSize(503);
        assertThat(rig.run("verify", plan.toString()).status()).isZero();

        // the journal of this machine is lost: the table has it
        Files.delete(journal);
        Process rollback = MigrationRig.child(rig.arguments("rollback", plan.toString(), "--parallel", "2"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !rollback.isAlive() || members("all").size() < 450);
        rollback.destroyForcibly().waitFor();

        assertThat(rig.run("rollback", plan.toString()).status()).isZero();
        assertThat(rig.everything(rig.connectionsTable())).isEqualTo(source);
        assertThat(rig.everything(rig.layout.connections())).isEmpty();
        assertThat(rig.everything(rig.layout.subscriptions())).isEmpty();
    }

    @Test
    void a_second_operator_is_refused_while_the_first_is_at_work() throws IOException, InterruptedException {
        for (int i = 0; i < 600; i++) {
            rig.legacyConnection("K" + i + "=", "u-k" + i, "b-k" + i, began, Map.of());
        }
        Path plan = rig.plan();
        Path journal = plan.resolve("journal.jsonl");
        Process first = MigrationRig.child(rig.arguments("apply", plan.toString(), "--parallel", "1"));
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !first.isAlive() || (Files.exists(journal) && Files.size(journal) > 100));

        MigrationRig.Outcome second = rig.run("apply", plan.toString());

        assertThat(second.status()).isEqualTo(Exit.FAILED);
        assertThat(second.errors()).contains("is at work on wizz/order-receiver");
        assertThat(first.waitFor()).isZero();
    }

    private Optional<Connection> stored(String id) {
        ConnectionId connection = new ConnectionId(id);
        return ConnectionImport.stored(Optional.ofNullable(
                rig.admin.imports().standing(List.of(connection)).get(connection)));
    }

    private List<String> members(String room) {
        RoomShard shard = new RoomShard(new RoomKey(new TenantId("wizz"), RoomName.parse(room)), 0);
        List<String> members = new ArrayList<>();
        Optional<ConnectionId> next = Optional.empty();
        do {
            var page = rig.admin.subscriptions().page(shard, next, 1_000, now);
            page.items().stream()
                    .map(Subscription::connectionId)
                    .map(ConnectionId::value)
                    .forEach(members::add);
            next = page.next();
        } while (next.isPresent());
        return members;
    }
}
