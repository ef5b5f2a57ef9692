package io.trunkline.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.local.control.HostedFunction;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.migration.control.AwsControlPlanes;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.SystemPropertyCredentialsProvider;

/** Both doors of an app whose older API leads here, as operators look at them; and control planes that fail. */
class DoorsIT {
    private static Optional<Stage> stage = Optional.empty();

    @TempDir
    private Path folder;

    private Commands commands = new Commands(stage.orElseThrow(), Path.of("."));

    @BeforeAll
    static void set() throws Exception {
        stage = Optional.of(Stage.set(
                new Rehearsal.Options(Path.of(System.getProperty("trunkline.root", ".")), 2, 2, Duration.ofSeconds(1)),
                line -> {}));
    }

    @AfterAll
    static void close() throws Exception {
        if (stage.isPresent()) {
            stage.get().close();
        }
    }

    @BeforeEach
    void plan() {
        commands = new Commands(stage.orElseThrow(), folder.resolve("receiver"));
        ok(commands.run("plan"));
    }

    @AfterEach
    void back() {
        ok(commands.run("rollback", "--settle", "0"));
        System.clearProperty("aws.maxAttempts");
    }

    @Test
    void a_probe_goes_through_each_door_in_its_own_words() throws Exception {
        ok(commands.run("apply receiver --endpoint"));

        Commands.Outcome probed = commands.runAside("verify receiver --probe");

        assertThat(probed.status()).as(probed.toString()).isZero();
        assertThat(probed.out()).containsPattern("probes answered +2").doesNotContain("No message was sent");
    }

    @Test
    void a_canary_at_each_door_gets_each_event_once() throws Exception {
        Commands.Outcome early = commands.runAside("apply receiver --phase watch --for");
        assertThat(early.errors()).contains("does not lead here yet");
        ok(commands.run("apply receiver --endpoint"));

        Commands.Outcome watched =
                commands.runAside("apply receiver --phase watch --for", "--for", "4", "--every", "1");

        assertThat(watched.status()).as(watched.toString()).isZero();
        assertThat(watched.out())
                .containsPattern("canary at ws://[^ ]*/older: of ([2-9]) events \\1 once, 0 twice, 0 not at all")
                .containsPattern("canary at ws://[^ ]*/dev: of ([2-9]) events \\1 once, 0 twice, 0 not at all")
                .contains("older door 2 (2 brought along, 0 came since)  shared 0");
        assertThat(Files.readString(commands.plan().resolve("watch.jsonl"))).contains("\"canary\":\"ws://");
    }

    @Test
    void a_control_plane_that_throttles_for_a_while_slows_down_and_no_more() throws IOException {
        try (FaultyPlanes faulty =
                new FaultyPlanes(stage.orElseThrow().account().controlUri())) {
            faulty.fails(1, FaultyPlanes.Fault.THROTTLED, 2);
            ok(commands.run("apply receiver --endpoint", "--control-endpoint", faulty.uri()));
            ok(commands.run("verify"));
        }
    }

    @Test
    void a_control_plane_that_fails_in_the_middle_is_told_and_the_same_command_goes_on() throws IOException {
        ObjectNode before = stage.orElseThrow().migration().discover();
        System.setProperty("aws.maxAttempts", "2");
        try (FaultyPlanes faulty =
                new FaultyPlanes(stage.orElseThrow().account().controlUri())) {
            String planes = faulty.uri();
            String apply = "apply receiver --endpoint";
            failing(faulty, 1, FaultyPlanes.Fault.THROTTLED, apply, "changed the permission");
            failing(faulty, 1, FaultyPlanes.Fault.EXPIRED, apply, "changed the environment");
            failing(faulty, 1, FaultyPlanes.Fault.LOST, apply, "changed the integration");
            faulty.fails(0, FaultyPlanes.Fault.NONE);
            ok(commands.run("apply receiver --endpoint", "--control-endpoint", planes));
            assertThat(commands.run("verify").out()).containsPattern("resources as planned +4");

            failing(faulty, 2, FaultyPlanes.Fault.LOST, "rollback", "restored the deployment");
            failing(faulty, 1, FaultyPlanes.Fault.THROTTLED, "rollback", "restored the integration");
            failing(faulty, 1, FaultyPlanes.Fault.EXPIRED, "rollback", "restored the environment");
            faulty.fails(0, FaultyPlanes.Fault.NONE);
            ok(commands.run("rollback", "--settle", "0", "--control-endpoint", planes));
        }
        assertThat(stage.orElseThrow().migration().discover()).isEqualTo(before);
        assertThat(stage.orElseThrow().migration().imported()).isZero();
    }

    /** Runs it while some changes get through and no call after them. */
    private void failing(FaultyPlanes faulty, int good, FaultyPlanes.Fault fault, String which, String done) {
        faulty.fails(good, fault);
        Commands.Outcome failed = commands.run(which, "--control-endpoint", faulty.uri());
        assertThat(failed.status()).as(failed.toString()).isEqualTo(1);
        assertThat(failed.out()).contains(done);
        assertThat(failed.errors())
                .contains(
                        switch (fault) {
                            case THROTTLED -> "AWS went on throttling";
                            case EXPIRED -> "the AWS credentials have expired. Log in again";
                            case LOST, NONE -> "AWS was not reached";
                        })
                .contains("the same command goes on")
                .doesNotContain("\tat ");
    }

    @Test
    void an_api_that_is_deleted_closes_its_connections_and_answers_no_more() throws Exception {
        HostedFunction function = new HostedFunction(
                "other",
                "nodejs20.x",
                Map.of(),
                _ -> new InvokeOutcome.Success("{\"statusCode\":200}".getBytes(StandardCharsets.UTF_8)));
        URI door = stage.orElseThrow().account().open("otherapi01", "other", "other", "other-stack", function);
        try (HttpClient http = HttpClient.newHttpClient();
                AwsControlPlanes planes = new AwsControlPlanes(
                        "us-east-1",
                        Optional.of(stage.orElseThrow().account().controlUri()),
                        SystemPropertyCredentialsProvider.create())) {
            Listener client = Listener.connect(http, door);

            planes.planes().apis().delete("otherapi01");
            planes.planes().apis().delete("otherapi01");

            assertThat(client.closed().get(30, TimeUnit.SECONDS)).isEqualTo(1001);
            assertThatThrownBy(() -> Listener.connect(http, door)).hasRootCauseInstanceOf(IOException.class);
            assertThat(planes.planes().apis().api("otherapi01")).isEmpty();
        }
    }

    private static void ok(Commands.Outcome outcome) {
        assertThat(outcome.status()).as(outcome.toString()).isZero();
    }
}
