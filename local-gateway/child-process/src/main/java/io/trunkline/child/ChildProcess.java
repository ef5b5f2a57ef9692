package io.trunkline.child;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A child JVM that ends with this one at the latest. */
public final class ChildProcess implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(ChildProcess.class.getName());
    private static final Duration GRACE = Duration.ofSeconds(3);

    private final ChildSpec spec;
    private final Process process;
    private final Thread pump;

    private ChildProcess(ChildSpec spec, Process process, Thread pump) {
        this.spec = spec;
        this.process = process;
        this.pump = pump;
    }

    /**
     * Starts the JVM that this one is, with {@code spec}'s class path.
     *
     * @param lines takes each line of the child's output, on a thread of its own
     * @throws IOException where the process cannot be started at all
     */
    public static ChildProcess start(ChildSpec spec, Consumer<String> lines) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        // whatever the locale, since this end reads UTF-8
        command.addAll(List.of("-Dstdout.encoding=UTF-8", "-Dstderr.encoding=UTF-8"));
        command.addAll(spec.jvmOptions());
        List<String> classPath = new ArrayList<>(spec.classPath());
        classPath.add(ownClassPath());
        command.addAll(List.of("-cp", String.join(File.pathSeparator, classPath)));
        command.add(ChildMain.class.getName());
        command.add(spec.mainClass());
        command.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(spec.directory().toAbsolutePath().toFile())
                .redirectErrorStream(true);
        builder.environment().clear();
        // without a locale a JVM cannot open a path that is not ASCII, its class path among them
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(spec.environment());
        Process process = builder.start();
        Thread pump = Thread.ofVirtual().name("output-of-" + spec.name()).start(() -> pump(process, lines));
        return new ChildProcess(spec, process, pump);
    }

    /** The jar or folder that this class was loaded from; by its URI, since a URL keeps spaces encoded. */
    private static String ownClassPath() {
        try {
            return Path.of(ChildMain.class
                            .getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pump(Process process, Consumer<String> lines) {
        boolean told = false;
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                try {
                    lines.accept(line);
                } catch (RuntimeException e) {
                    // reading goes on: a child whose pipe is full would stand still
                    if (!told) {
                        LOG.log(System.Logger.Level.WARNING, "lines of a child's output were not taken", e);
                    }
                    told = true;
                }
            }
        } catch (IOException e) {
            // the child is gone, and its output with it
        }
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    public long pid() {
        return process.pid();
    }

    /** The child's exit code, once it has ended and all its output was taken. */
    public CompletableFuture<Integer> exit() {
        return process.onExit().thenApply(ended -> {
            awaitOutput();
            return ended.exitValue();
        });
    }

    private void awaitOutput() {
        try {
            pump.join(GRACE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Ends the child at once, as the operating system would. */
    public void kill() {
        process.destroyForcibly();
    }

    /** Asks the child to end, and ends it where it has not after three seconds. */
    @Override
    public void close() {
        // by its handle: Process.destroy closes the pipe too, and a child whose pipe ends halts with its work undone
        process.toHandle().destroy();
        try {
            if (!process.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
                kill();
                process.waitFor();
            }
        } catch (InterruptedException e) {
            kill();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return spec.name() + " (process " + pid() + ")";
    }
}
