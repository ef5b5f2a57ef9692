package io.trunkline.child;

import java.io.IOException;
import java.lang.System.Logger.Level;
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

/**
 * DynamoDB Local in a process of its own, on loopback. It never throttles and never reads stale. One that keeps its
 * data on disk is started again, on the same port, where its process ends without being asked to.
 */
public final class DynamoDbLocal implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(DynamoDbLocal.class.getName());
    private static final Duration START = Duration.ofSeconds(60);
    private static final int KEPT_LINES = 20;

    /** So often it is started again; one that ends more often has a reason that starting does not mend. */
    private static final int RESTARTS = 10;

    private record Running(ChildProcess process, int port) {}

    private final Path jars;
    private final Optional<Path> folder;
    private Running running;
    private int restarts;
    private boolean closed;

    private DynamoDbLocal(Path jars, Optional<Path> folder) throws IOException {
        this.jars = jars;
        this.folder = folder;
        this.running = launch(0);
        watch(running);
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
        return new DynamoDbLocal(jars, folder);
    }

    private Running launch(int port) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(Integer.toString(port), "-sharedDb", "-disableTelemetry"));
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
            return new Running(process, listening.get(START.toSeconds(), TimeUnit.SECONDS));
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

    private void watch(Running watched) {
        if (folder.isPresent()) {
            CompletableFuture<?> _ = watched.process().exit().thenAcceptAsync(this::again);
        }
    }

    private synchronized void again(int code) {
        if (closed) {
            return;
        }
        if (restarts == RESTARTS) {
            LOG.log(Level.ERROR, "DynamoDB Local ended with code {0} once too often; it stays down", code);
            return;
        }
        restarts++;
        LOG.log(Level.WARNING, "DynamoDB Local ended with code {0}; it is started again", code);
        try {
            running = launch(running.port());
            watch(running);
        } catch (IOException e) {
            LOG.log(Level.ERROR, "DynamoDB Local could not be started again", e);
        }
    }

    /** {@code http://127.0.0.1:port}; it stays. */
    public synchronized URI endpoint() {
        return URI.create("http://127.0.0.1:" + running.port());
    }

    /** Of the process that runs now. */
    public synchronized long pid() {
        return running.process().pid();
    }

    public synchronized boolean isAlive() {
        return running.process().isAlive();
    }

    @Override
    public synchronized void close() {
        closed = true;
        running.process().close();
    }
}
