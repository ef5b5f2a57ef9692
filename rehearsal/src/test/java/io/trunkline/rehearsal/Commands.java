package io.trunkline.rehearsal;

import io.trunkline.migration.command.Main;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** The lines that a stage prints, run here or as processes of their own, with a plan in a folder of this test. */
final class Commands {
    private static final Duration SOON = Duration.ofSeconds(90);

    /** What a command said. */
    record Outcome(int status, String out, String errors) {}

    private final Stage stage;
    private final Path plan;

    /** @param plan in the place of the folder that the lines name */
    Commands(Stage stage, Path plan) {
        this.stage = stage;
        this.plan = plan;
        credentials(stage).forEach((name, value) -> {
            switch (name) {
                case "AWS_ACCESS_KEY_ID" -> System.setProperty("aws.accessKeyId", value);
                case "AWS_SECRET_ACCESS_KEY" -> System.setProperty("aws.secretAccessKey", value);
                default -> {
                    // a child process has the others
                }
            }
        });
    }

    Path plan() {
        return plan;
    }

    String journal() throws IOException {
        Path journal = plan.resolve("journal.jsonl");
        return Files.exists(journal) ? Files.readString(journal) : "";
    }

    /** Runs the first line with {@code which} in it in this process. */
    Outcome run(String which, String... more) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int status = Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(words(which, more).toArray(String[]::new));
        return new Outcome(status, out.toString(), errors.toString());
    }

    /** Runs it as a process of its own, which has the variables that the stage's first line sets. */
    Outcome runAside(String which, String... more) throws IOException, InterruptedException {
        Path out = Files.createTempFile("command", ".out");
        Path errors = Files.createTempFile("command", ".err");
        int status = builder(which, more)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start()
                .waitFor();
        Outcome outcome = new Outcome(status, Files.readString(out), Files.readString(errors));
        Files.delete(out);
        Files.delete(errors);
        return outcome;
    }

    /** kill -9 as soon as the journal has the line that stands before what is done. */
    void kill(String line, String which, String... more) throws IOException, InterruptedException {
        Process process = builder(which, more)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Awaitility.await()
                .atMost(SOON)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> !process.isAlive() || journal().contains(line));
        process.destroyForcibly().waitFor();
        if (!journal().contains(line)) {
            throw new AssertionError(which + " ended before it wrote " + line);
        }
    }

    private ProcessBuilder builder(String which, String... more) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.trunkline.migration.command.Main"));
        command.addAll(words(which, more));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().putAll(credentials(stage));
        return builder;
    }

    private List<String> words(String which, String... more) {
        String line = stage.byHand().stream()
                .filter(one -> one.contains("migrate " + which))
                .findFirst()
                .orElseThrow();
        List<String> words = new ArrayList<>();
        List<String> given = List.of(line.replace("'", "").split(" +", -1));
        given.subList(2, given.size()).forEach(word -> words.add(word.equals("receiver") ? plan.toString() : word));
        for (String one : more) {
            int named = words.indexOf(one);
            if (one.startsWith("--") && named >= 0) {
                words.remove(named + 1);
                words.remove(named);
            }
        }
        words.addAll(List.of(more));
        return words;
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
