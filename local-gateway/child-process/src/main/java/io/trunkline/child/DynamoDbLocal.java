package io.trunkline.child;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** DynamoDB Local in a process of its own, on loopback. It never throttles and never reads stale. */
public final class DynamoDbLocal implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int KEPT_LINES = 20;

    private final ChildProcess process;
    private final int port;

    private DynamoDbLocal(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** In memory: what it holds ends with it. */
    public static DynamoDbLocal inMemory(Path libraries) throws IOException {
        return start(libraries, Optional.empty());
    }

    /** On disk, in {@code folder}, which is made where it is missing. */
    public static DynamoDbLocal onDisk(Path libraries, Path folder) throws IOException {
        Files.createDirectories(folder);
        return start(libraries, Optional.of(folder));
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param libraries the folder of its jars and native libraries
     * @throws IOException with its last words where it does not come up
     */
    private static DynamoDbLocal start(Path libraries, Optional<Path> folder) throws IOException {
        Path jars = libraries.toAbsolutePath();
        if (!Files.isDirectory(jars)) {
            throw new IOException(jars + " is missing; run ./trunkline build");
        }
        List<String> arguments = new ArrayList<>(List.of("-sharedDb", "-disableTelemetry"));
        if (folder.isPresent()) {
            arguments.addAll(List.of("-dbPath", folder.get().toAbsolutePath().toString()));
        } else {
            arguments.add("-inMemory");
        }
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        ConcurrentLinkedDeque<String> lastWords = new ConcurrentLinkedDeque<>();
        ChildProcess process = ChildProcess.start(
                new ChildSpec(
                        "dynamodb-local",
                        List.of(jars + "/*"),
                        List.of(
                                "-Xmx512m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.library.path=" + jars,
                                "--enable-native-access=ALL-UNNAMED"),
                        DynamoDbLocalMain.class.getName(),
                        arguments,
                        Map.of(),
                        jars),
                line -> {
                    if (line.startsWith(DynamoDbLocalMain.LISTENING)) {
                        listening.complete(Integer.parseInt(line.substring(DynamoDbLocalMain.LISTENING.length())));
                    } else {
                        lastWords.addLast(line);
                        if (lastWords.size() > KEPT_LINES) {
                            lastWords.pollFirst();
                        }
                    }
                });
        CompletableFuture<?> dead = process.exit()
                .thenAccept(code -> listening.completeExceptionally(new IOException("it ended with code " + code)));
        try {
            return new DynamoDbLocal(process, listening.get(START.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            dead.cancel(false);
            process.close();
            throw new IOException("DynamoDB Local did not start:\n" + String.join("\n", lastWords), e);
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while DynamoDB Local started", e);
        }
    }

    /** {@code http://127.0.0.1:port}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.close();
    }
}
