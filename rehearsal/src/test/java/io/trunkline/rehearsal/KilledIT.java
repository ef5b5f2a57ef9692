package io.trunkline.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The commands as processes of their own, killed in each phase that changes something, with clients connected; then
 * gone on with, and taken back; then once more to the end, where the older app is removed.
 */
class KilledIT {
    private static final int CLIENTS = 4;

    @TempDir
    private Path folder;

    @Test
    void a_command_that_is_killed_in_any_phase_goes_on_and_back_to_what_was_and_nobody_is_told_twice()
            throws Exception {
        Rehearsal.Options options = new Rehearsal.Options(
                Path.of(System.getProperty("trunkline.root", ".")), CLIENTS, CLIENTS, Duration.ofSeconds(1));
        try (Stage stage = Stage.set(options, line -> {});
                HttpClient http = HttpClient.newHttpClient()) {
            stage.clients().forEach(Client::begin);
            List<Listener> listeners = new ArrayList<>();
            for (int i = 1; i <= 2; i++) {
                listeners.add(Listener.connect(
                        http, URI.create(stage.door() + "?entityType=merchant&businessId=b-" + i + "&userId=u-" + i)));
            }
            ObjectNode resources = stage.migration().discover();
            String source = stage.tables().checksum();

            thereAndBack(stage, new Commands(stage, folder.resolve("first")), listeners);

            assertThat(stage.migration().discover()).isEqualTo(resources);
            assertThat(stage.tables().checksum()).isEqualTo(source);
            assertThat(stage.migration().imported()).isZero();

            toTheEnd(stage, new Commands(stage, folder.resolve("second")), http);
        }
    }

    private static void thereAndBack(Stage stage, Commands commands, List<Listener> listeners) throws Exception {
        // a dialect whose goaway can name an address, so that there is somebody to invite
        ok(commands.run("plan", "--dialect", "trunkline.v1"));

        commands.kill("\"kind\":\"resource\"", "apply receiver --endpoint");
        ok(commands.run("apply receiver --endpoint"));
        ok(commands.run("verify"));
        assertThat(stage.migration().imported()).isEqualTo(CLIENTS + listeners.size());
        assertThat(stage.clients()).noneMatch(Client::isClosed);

        // one client a turn, so that it dies with some told and some not
        commands.kill("\"kind\":\"invite\"", "apply receiver --phase invite", "--rate", "2");
        ok(commands.run("apply receiver --phase invite", "--rate", "20"));
        assertThat(listeners).allMatch(listener -> listener.heard("\"moved\"") <= 1);
        assertThat(listeners.stream()
                        .mapToLong(listener -> listener.heard("\"moved\""))
                        .sum())
                .as("all but the one that was on its way when it died")
                .isPositive();
        assertThat(stage.clients()).noneMatch(Client::isClosed);

        commands.kill("\"kind\":\"last word\"", "apply receiver --phase close", "--grace", "1", "--settle", "1");
        ok(commands.run("apply receiver --phase close", "--grace", "1", "--settle", "1"));
        assertThat(listeners).allMatch(listener -> listener.heard("door_closed") <= 1);
        assertThat(listeners).allMatch(listener -> listener.closed().isDone());

        commands.kill("\"kind\":\"rollback\"", "rollback", "--settle", "1");
        Commands.Outcome back = commands.run("rollback", "--settle", "1");
        ok(back);
        assertThat(back.out()).contains("clients were invited to the new address", "connections were closed");
    }

    private static void toTheEnd(Stage stage, Commands commands, HttpClient http) throws Exception {
        ok(commands.run("plan"));
        ok(commands.run("apply receiver --endpoint"));

        Commands.Outcome owned = commands.run("cleanup");
        assertThat(owned.status()).as(owned.toString()).isEqualTo(1);
        assertThat(owned.errors())
                .contains("of the stack order-receiver-regional-older", "template rewrite --step move");
        stage.takenOutOfTheStack();
        Commands.Outcome open = commands.run("cleanup");
        assertThat(open.errors()).contains("the older door is not closed", "--phase close");
        ok(commands.run("apply receiver --phase close", "--grace", "1", "--settle", "1"));
        assertThat(stage.migration().discover().path("apis")).hasSize(1);
        assertThat(commands.journal()).doesNotContain("cleaning");

        commands.kill("\"kind\":\"cleaning\"", "cleanup");
        try (FaultyPlanes faulty = new FaultyPlanes(stage.account().controlUri())) {
            System.setProperty("aws.maxAttempts", "2");
            faulty.fails(1, FaultyPlanes.Fault.EXPIRED);
            Commands.Outcome expired = commands.run("cleanup", "--control-endpoint", faulty.uri());
            assertThat(expired.out()).as(expired.toString()).contains(" removed");
            faulty.fails(0, FaultyPlanes.Fault.LOST);
            Commands.Outcome lost = commands.run("cleanup", "--control-endpoint", faulty.uri());
            faulty.fails(0, FaultyPlanes.Fault.THROTTLED);
            Commands.Outcome throttled = commands.run("cleanup", "--control-endpoint", faulty.uri());
            for (Commands.Outcome refused : List.of(expired, lost, throttled)) {
                assertThat(refused.status()).as(refused.toString()).isEqualTo(1);
                assertThat(refused.errors())
                        .contains("the same command goes on")
                        .doesNotContain("\tat ");
            }
        } finally {
            System.clearProperty("aws.maxAttempts");
        }
        Commands.Outcome cleaned = commands.run("cleanup");
        ok(cleaned);

        assertThat(cleaned.out()).contains("deleted; its", "sha256");
        assertThat(stage.migration().discover().path("apis")).isEmpty();
        exported(commands.plan().resolve("cleanup"), "order-receiver-websocket-connections-older", CLIENTS + 2);
        exported(commands.plan().resolve("cleanup"), "order-receiver-merchant-endpoints-older", CLIENTS + 2);
        assertThatThrownBy(() -> Listener.connect(http, stage.door()))
                .hasRootCauseInstanceOf(java.io.IOException.class);
        assertThat(commands.run("cleanup").out()).contains("gone already");
        assertThat(commands.run("status").out()).containsPattern("phase +cleaned up");
        Commands.Outcome back = commands.run("rollback");
        assertThat(back.status()).isEqualTo(1);
        assertThat(back.errors()).contains("there is no way back");
        assertThat(commands.run("verify").out()).contains("A cleanup has removed", "green");
    }

    private static void exported(Path folder, String table, int items) throws Exception {
        Path file = folder.resolve(table + ".jsonl.gz");
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        assertThat(Files.readString(Path.of(file + ".sha256"))).startsWith(checksum + "  ");
        assertThat(lines(file)).hasSize(items).allMatch(line -> line.startsWith("{") && line.endsWith("}"));
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }

    private static void ok(Commands.Outcome outcome) {
        assertThat(outcome.status()).as(outcome.toString()).isZero();
    }
}
