package io.trunkline.rehearsal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands as processes of their own, killed while they lead the API here and back, with clients connected. */
class KilledIT {
    private static final Duration SOON = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    @Test
    void a_command_that_is_killed_while_it_leads_the_api_goes_on_and_back_to_what_was() throws Exception {
        Rehearsal.Options options =
                new Rehearsal.Options(Path.of(System.getProperty("trunkline.root", ".")), 4, 4, Duration.ofSeconds(1));
        try (Stage stage = Stage.set(options, line -> {})) {
            stage.clients().forEach(Client::begin);
            ObjectNode resources = stage.migration().discover();
            String source = stage.tables().checksum();
            Path journal = folder.resolve("receiver").resolve("journal.jsonl");
            assertThat(run(stage, "plan").waitFor()).isZero();

            killed(run(stage, "apply receiver --endpoint"), journal, "\"kind\":\"resource\"");
            assertThat(run(stage, "apply receiver --endpoint").waitFor()).isZero();
            assertThat(run(stage, "verify").waitFor()).isZero();
            assertThat(stage.migration().imported()).isEqualTo(4);

            killed(run(stage, "rollback"), journal, "\"kind\":\"rollback\"");
            assertThat(run(stage, "rollback").waitFor()).isZero();

            assertThat(stage.migration().discover()).isEqualTo(resources);
            assertThat(stage.tables().checksum()).isEqualTo(source);
            assertThat(stage.migration().imported()).isZero();
            assertThat(stage.clients()).noneMatch(Client::isClosed);
        }
    }

    /** kill -9 as soon as the journal has the line that stands before the change. */
    private static void killed(Process process, Path journal, String line) throws Exception {
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !process.isAlive()
                        || (Files.exists(journal) && Files.readString(journal).contains(line)));
        process.destroyForcibly().waitFor();
        assertThat(Files.readString(journal)).contains(line);
    }

    /** The line that the stage prints for it, as a process. */
    private Process run(Stage stage, String which) throws IOException {
        String line = stage.byHand().stream()
                .filter(one -> one.contains("migrate " + which))
                .findFirst()
                .orElseThrow();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.trunkline.migration.command.Main"));
        List<String> words = List.of(line.replace("'", "").split(" ", -1));
        command.addAll(words.subList(2, words.size()));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD);
        builder.environment().putAll(credentials(stage));
        return builder.start();
    }

    private static Map<String, String> credentials(Stage stage) {
        Map<String, String> variables = new TreeMap<>();
        for (String word :
                stage.byHand().getFirst().substring("export ".length()).split(" ", -1)) {
            int equals = word.indexOf('=');
            variables.put(word.substring(0, equals), word.substring(equals + 1));
        }
        return variables;
    }
}
