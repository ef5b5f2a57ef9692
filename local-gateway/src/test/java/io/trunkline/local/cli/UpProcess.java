package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;

/** The command as a process of its own, as a terminal starts it. */
final class UpProcess implements AutoCloseable {
    static final Path ROOT = Path.of(System.getProperty("trunkline.root", ".."));
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private final Process process;
    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Thread reader;

    private UpProcess(Process process) {
        this.process = process;
        this.reader = Thread.ofVirtual().start(this::read);
    }

    /** {@code up} in memory and on free ports, unless {@code more} names one, with {@code data} as its folder. */
    static UpProcess up(Path data, String... more) {
        return up(Map.of(), data, more);
    }

    /** The same, with more in its environment. */
    static UpProcess up(Map<String, String> environment, Path data, String... more) {
        List<String> arguments = new ArrayList<>(List.of("up", "--in-memory", "--data", data.toString()));
        arguments.addAll(List.of(more));
        for (String port : List.of("--port", "--http-port", "--door-base")) {
            if (!arguments.contains(port)) {
                arguments.addAll(List.of(port, "0"));
            }
        }
        return run(environment, arguments);
    }

    static UpProcess run(String... arguments) {
        return run(Map.of(), List.of(arguments));
    }

    private static UpProcess run(Map<String, String> environment, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dtrunkline.root=" + ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(arguments);
        try {
            ProcessBuilder builder =
                    new ProcessBuilder(command).directory(ROOT.toFile()).redirectErrorStream(true);
            builder.environment().putAll(environment);
            return new UpProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read() {
        try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().forEach(lines::add);
        } catch (UncheckedIOException | IOException e) {
            // it was killed, and its output with it
        }
    }

    UpProcess awaitReady() {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> lines.stream().anyMatch(line -> line.startsWith("ready ")) || !process.isAlive());
        assertThat(lines).anyMatch(line -> line.startsWith("ready ws://127.0.0.1:"));
        return this;
    }

    int awaitExit() {
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("it ends by itself")
                    .isTrue();
            reader.join();
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    /** What it started: the functions and DynamoDB Local. */
    List<ProcessHandle> children() {
        return process.toHandle().descendants().toList();
    }

    void interrupt() throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
    }

    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() {
        process.destroy();
        awaitExit();
    }
}
