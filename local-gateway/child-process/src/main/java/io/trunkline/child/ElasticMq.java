package io.trunkline.child;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * ElasticMQ, which speaks SQS, in a process of its own, on loopback. On disk it keeps queues and messages over a
 * restart.
 */
public final class ElasticMq implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final int KEPT_LINES = 20;

    private final ChildProcess process;
    private final int port;

    private ElasticMq(ChildProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /** In memory: what it holds ends with it. */
    public static ElasticMq inMemory(Path libraries) throws IOException {
        return start(libraries, Optional.empty());
    }

    /** On disk, in {@code folder}, which is made where it is missing. */
    public static ElasticMq onDisk(Path libraries, Path folder) throws IOException {
        Files.createDirectories(folder);
        return start(libraries, Optional.of(folder));
    }

    /**
     * Starts it and waits until it listens.
     *
     * @param libraries the folder of its jars
     * @throws IOException with its last words where it does not come up
     */
    private static ElasticMq start(Path libraries, Optional<Path> folder) throws IOException {
        Path jars = libraries.toAbsolutePath();
        if (!Files.isDirectory(jars)) {
            throw new IOException(jars + " is missing; run ./trunkline build");
        }
        List<String> arguments = folder.map(stored ->
                        List.of(stored.toAbsolutePath().resolve("queues").toString()))
                .orElse(List.of());
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        ConcurrentLinkedDeque<String> lastWords = new ConcurrentLinkedDeque<>();
        ChildProcess process = ChildProcess.start(
                new ChildSpec(
                        "elasticmq",
                        List.of(jars + "/*"),
                        List.of(
                                "-Xmx256m",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED"),
                        ElasticMqMain.class.getName(),
                        arguments,
                        Map.of(),
                        jars),
                line -> {
                    if (line.startsWith(ElasticMqMain.LISTENING)) {
                        listening.complete(Integer.parseInt(line.substring(ElasticMqMain.LISTENING.length())));
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
            return new ElasticMq(process, listening.get(START.toSeconds(), TimeUnit.SECONDS));
        } catch (ExecutionException | TimeoutException e) {
            dead.cancel(false);
            process.close();
            throw new IOException("ElasticMQ did not start:\n" + String.join("\n", lastWords), e);
        } catch (InterruptedException e) {
            process.close();
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while ElasticMQ started", e);
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
