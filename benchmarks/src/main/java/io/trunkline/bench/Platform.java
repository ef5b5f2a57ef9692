package io.trunkline.bench;

import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.platform.RunningFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A platform that {@code ./trunkline up} runs in a process of its own, with one tenant, {@code bench}, whose speakers
 * may send to its listeners.
 */
final class Platform implements AutoCloseable {
    private static final String TENANT = """
        tenant: bench
        types:
          speaker: {}
          listener: {}
        automaticRoomShards: { type: 4 }
        apps:
          speakers: { types: [speaker] }
          listeners: { types: [listener] }
        routes:
          - { from: speaker, to: listener, events: ["*"] }
        rooms:
          - { room: "feed:{feedId}", join: open, publish: [speaker], shards: 4, durable: { keep: 1000, for: 1h } }
        """;

    private static final Path TRUNKLINE = Path.of(System.getProperty("trunkline.root", "."))
            .resolve("trunkline")
            .toAbsolutePath();

    private final Process process;
    private final Path data;
    private final RunningFile running;
    private final LocalIssuer issuer;

    private Platform(Process process, Path data, RunningFile running) {
        this.process = process;
        this.data = data;
        this.running = running;
        this.issuer = LocalIssuer.open(data);
    }

    /**
     * Starts {@code ./trunkline up} on free ports and waits for its ready line.
     *
     * @param options beside those
     */
    static Platform start(List<String> options) throws IOException {
        Path data = Files.createTempDirectory("trunkline-bench");
        Files.writeString(Files.createDirectories(data.resolve("tenants")).resolve("bench.yaml"), TENANT);
        List<String> command = new ArrayList<>(List.of(
                TRUNKLINE.toString(),
                "up",
                "--port",
                "0",
                "--http-port",
                "0",
                "--data",
                data.toString(),
                "--tenants",
                data.resolve("tenants").toString()));
        command.addAll(options);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        List<String> said = new ArrayList<>();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            said.add(line);
            if (line.startsWith("ready ")) {
                Thread.ofVirtual().start(() -> drain(output));
                return new Platform(
                        process,
                        data,
                        RunningFile.read(data).orElseThrow(() -> new IOException("no running file in " + data)));
            }
        }
        throw new IOException("up did not start:\n" + String.join("\n", said));
    }

    /** Takes what else it says, so that it never stands still at a full pipe. */
    private static void drain(BufferedReader output) {
        try {
            while (output.readLine() != null) {
                // nobody needs it
            }
        } catch (IOException e) {
            // the process has ended, and its output with it
        }
    }

    /** Where a client of {@code app} connects as {@code entity}. */
    URI address(String app, String entity) {
        String token = issuer.token(
                "bench/" + app,
                entity.replace('/', '-'),
                Map.of(LocalIssuer.ENTITY_CLAIM, entity),
                Instant.now(),
                Duration.ofHours(2));
        return URI.create(running.webSocket() + "?token=" + token);
    }

    /** Runs another command of {@code ./trunkline} on this platform and returns what it prints. */
    String run(String... command) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of(TRUNKLINE.toString()));
        line.addAll(List.of(command));
        line.addAll(List.of("--data", data.toString()));
        Process run = new ProcessBuilder(line)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (run.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + run.exitValue());
        }
        return output.strip();
    }

    /** The processes below it whose command line names {@code text}. */
    List<ProcessHandle> children(String text) {
        return process.descendants()
                .filter(child -> child.info().commandLine().orElse("").contains(text))
                .toList();
    }

    RunningFile running() {
        return running;
    }

    /** The folder of its keys and logs. */
    Path data() {
        return data;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
