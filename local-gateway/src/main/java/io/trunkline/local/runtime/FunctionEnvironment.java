package io.trunkline.local.runtime;

import io.trunkline.child.ChildProcess;
import io.trunkline.child.ChildSpec;
import io.trunkline.local.route.InvokeOutcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One process of a function, from its start to its end; another takes its place afterwards. */
final class FunctionEnvironment implements AutoCloseable, RuntimeApi.Host {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionEnvironment.class);

    /** Share of the function's memory that the heap gets; the rest is the JVM's own. */
    private static final double HEAP = 0.75;

    /** Where the managed runtime finds the client's native part. */
    private static final String NATIVE_CLIENT =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";

    /** On top of the function's time-out, for the answer of a handler that made it in time. */
    private static final Duration GRACE = Duration.ofMillis(250);

    private final FunctionSpec spec;
    private final InvocationQueue queue;
    private final ScheduledExecutorService watchdog;
    private final Map<String, Running> running = new HashMap<>();
    private final CompletableFuture<Void> initialized = new CompletableFuture<>();
    private final RuntimeApi api;
    private final ChildProcess process;
    private volatile boolean ended;
    private volatile boolean used;

    /** What the process was given and has not answered, with the watch that ends the process if it never does. */
    private record Running(Invocation invocation, Future<?> watch) {}

    FunctionEnvironment(
            FunctionSpec spec, InvocationQueue queue, ScheduledExecutorService watchdog, Consumer<String> log)
            throws IOException {
        this.spec = spec;
        this.queue = queue;
        this.watchdog = watchdog;
        this.api = new RuntimeApi(spec, this);
        // under the lock, so that the child's first request sees the process
        try {
            synchronized (this) {
                this.process = ChildProcess.start(child(), log);
            }
        } catch (IOException e) {
            api.close();
            throw e;
        }
    }

    /** As the managed runtime starts it: its client on the class path, the package in the working folder. */
    private ChildSpec child() {
        Map<String, String> environment = new HashMap<>(spec.environment());
        environment.put("AWS_LAMBDA_RUNTIME_API", api.address());
        environment.put("_HANDLER", spec.handler());
        environment.put("LAMBDA_TASK_ROOT", spec.taskRoot().toAbsolutePath().toString());
        environment.put("AWS_LAMBDA_FUNCTION_NAME", spec.name());
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "$LATEST");
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(spec.memoryMegabytes()));
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + spec.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "local");
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java25");
        environment.put("LANG", "en_US.UTF-8");
        environment.put("TZ", "UTC");
        if (spec.concurrency() > 1) {
            environment.put("AWS_LAMBDA_MAX_CONCURRENCY", Integer.toString(spec.concurrency()));
        }
        Path runtime = spec.runtime().toAbsolutePath();
        return new ChildSpec(
                spec.name(),
                List.of(runtime.resolve("lib") + "/*"),
                List.of(
                        "-Xmx" + (int) (spec.memoryMegabytes() * HEAP) + "m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-D" + NATIVE_CLIENT + "="
                                + runtime.resolve("native/jni").resolve(nativeLibrary()),
                        // the operator's own ~/.aws must not be found, as on Lambda
                        "-Duser.home=" + spec.taskRoot().toAbsolutePath(),
                        "--enable-native-access=ALL-UNNAMED"),
                "com.amazonaws.services.lambda.runtime.api.client.AWSLambda",
                List.of(spec.handler()),
                environment,
                spec.taskRoot());
    }

    /** The client's native part is built for Linux alone, with glibc or musl. */
    private static String nativeLibrary() {
        String processor =
                switch (System.getProperty("os.arch", "")) {
                    case "aarch64" -> "aarch_64";
                    default -> "x86_64";
                };
        String libc = Files.exists(Path.of("/etc/alpine-release")) ? "linux_musl" : "linux";
        return "libaws-lambda-jni." + libc + "-" + processor + ".so";
    }

    /** Done when the handler's class is loaded and asks for its first event. */
    CompletableFuture<Void> initialized() {
        return initialized;
    }

    /** Done when the process has ended, whatever the reason, and its invocations have their outcome. */
    CompletableFuture<Integer> exit() {
        return process.exit().whenComplete((code, failure) -> end("its process ended"));
    }

    long pid() {
        return process.pid();
    }

    /** Whether it was ever given a call. */
    boolean wasUsed() {
        return used;
    }

    @Override
    public Optional<Invocation> next() {
        initialized.complete(null);
        try {
            while (!ended) {
                Optional<Invocation> taken = queue.take(RuntimeApi.LOOK);
                if (taken.isPresent() && !start(taken.get())) {
                    queue.giveBack(taken.get());
                    return Optional.empty();
                }
                if (taken.isPresent()) {
                    return taken;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return Optional.empty();
    }

    /** False where the process is gone: what it would be given now, nobody would answer. */
    private synchronized boolean start(Invocation invocation) {
        if (ended || !process.isAlive()) {
            return false;
        }
        used = true;
        Future<?> watch = watchdog.schedule(
                () -> giveUp(invocation), spec.timeout().plus(GRACE).toMillis(), TimeUnit.MILLISECONDS);
        running.put(invocation.id(), new Running(invocation, watch));
        return true;
    }

    /** Takes it off the list, once; empty where it is not the process's business any more. */
    private synchronized Optional<Invocation> finish(String invocationId) {
        Optional<Running> finished = Optional.ofNullable(running.remove(invocationId));
        finished.ifPresent(call -> call.watch().cancel(false));
        return finished.map(Running::invocation);
    }

    /**
     * As on Lambda: an invocation that takes too long ends its environment. So does one whose caller has left, since
     * its loop would hang for ever.
     */
    private void giveUp(Invocation invocation) {
        if (finish(invocation.id()).isPresent()) {
            ended = true;
            invocation.outcome().complete(new InvokeOutcome.TimedOut());
            LOG.warn("{} timed out after {}; its process is replaced", spec.name(), spec.timeout());
            process.kill();
        }
    }

    @Override
    public void giveBack(Invocation invocation) {
        finish(invocation.id()).ifPresent(queue::giveBack);
    }

    @Override
    public void answered(String invocationId, InvokeOutcome outcome) {
        finish(invocationId).ifPresent(invocation -> invocation.outcome().complete(outcome));
    }

    @Override
    public void initFailed(String message) {
        initialized.completeExceptionally(new IOException(spec.name() + " did not start: " + message));
    }

    private void end(String reason) {
        List<Running> lost;
        synchronized (this) {
            ended = true;
            lost = List.copyOf(running.values());
            running.clear();
        }
        initialized.completeExceptionally(new IOException(spec.name() + " did not start: " + reason));
        lost.forEach(call -> {
            call.watch().cancel(false);
            call.invocation().outcome().complete(new InvokeOutcome.Crashed());
        });
        api.close();
    }

    @Override
    public void close() {
        ended = true;
        process.close();
        end("it was closed");
    }
}
