package io.trunkline.local.runtime;

import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function that is kept running: what dies is replaced, with growing pauses where it dies before its first call. */
public final class LambdaFunction implements Invoker, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LambdaFunction.class);
    private static final int MAX_QUEUED = 10_000;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

    private final FunctionSpec spec;
    private final Consumer<String> log;
    private final InvocationQueue queue = new InvocationQueue(MAX_QUEUED);
    private final List<FunctionEnvironment> environments = new CopyOnWriteArrayList<>();
    private final List<CompletableFuture<Void>> firstStarts = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService watchdog = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lambda-watchdog").factory());
    private final Object startOrClose = new Object();
    private volatile boolean closed;

    private LambdaFunction(FunctionSpec spec, Consumer<String> log) {
        this.spec = spec;
        this.log = log;
    }

    /**
     * Starts the function's processes; they get ready meanwhile.
     *
     * @param log takes each line that the function writes
     * @throws IOException where no process can be started at all
     */
    public static LambdaFunction start(FunctionSpec spec, Consumer<String> log) throws IOException {
        LambdaFunction function = new LambdaFunction(spec, log);
        try {
            for (int i = 0; i < spec.environments(); i++) {
                function.startEnvironment(FIRST_PAUSE);
            }
        } catch (IOException e) {
            function.close();
            throw e;
        }
        return function;
    }

    private void startEnvironment(Duration pauseOnFailure) throws IOException {
        synchronized (startOrClose) {
            if (closed) {
                return;
            }
            FunctionEnvironment environment = new FunctionEnvironment(spec, queue, watchdog, log);
            environments.add(environment);
            if (firstStarts.size() < spec.environments()) {
                firstStarts.add(environment.initialized());
            }
            var _ = environment.exit().whenComplete((code, failure) -> replace(environment, pauseOnFailure));
        }
    }

    private void replace(FunctionEnvironment ended, Duration pauseOnFailure) {
        environments.remove(ended);
        if (ended.wasUsed()) {
            startLater(Duration.ZERO, FIRST_PAUSE);
        } else {
            failCallsIfNoneIsLeft();
            startLater(pauseOnFailure, doubled(pauseOnFailure));
        }
    }

    private void startLater(Duration pause, Duration pauseOnFailure) {
        if (closed) {
            return;
        }
        LOG.warn("a process of {} ended; the next starts in {} ms", spec.name(), pause.toMillis());
        var _ = watchdog.schedule(
                () -> {
                    try {
                        startEnvironment(pauseOnFailure);
                    } catch (IOException e) {
                        LOG.error("no process of {} can be started", spec.name(), e);
                        failCallsIfNoneIsLeft();
                        startLater(pauseOnFailure, doubled(pauseOnFailure));
                    }
                },
                pause.toMillis(),
                TimeUnit.MILLISECONDS);
    }

    /** As on Lambda, where a call of a function that cannot start fails and does not wait. */
    private void failCallsIfNoneIsLeft() {
        if (environments.isEmpty()) {
            queue.failAll();
        }
    }

    private static Duration doubled(Duration pause) {
        Duration doubled = pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    }

    /**
     * Waits until the processes that were started first are ready; throws {@link IOException} with the reason where one
     * is not, be it replaced since or not.
     */
    public void awaitReady(Duration patience) throws IOException {
        CompletableFuture<?>[] starts = firstStarts.toArray(CompletableFuture[]::new);
        try {
            CompletableFuture.allOf(starts).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw new IOException(
                    e.getCause() == null ? e.getMessage() : e.getCause().getMessage(), e);
        } catch (TimeoutException e) {
            throw new IOException(spec.name() + " was not ready within " + patience.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while " + spec.name() + " started", e);
        }
    }

    /** Process ids of the environments, for tests and operators. */
    public List<Long> pids() {
        return environments.stream().map(FunctionEnvironment::pid).toList();
    }

    @Override
    public InvokeOutcome invoke(byte[] event) {
        Invocation invocation = new Invocation(UUID.randomUUID().toString(), event);
        if (!queue.offer(invocation)) {
            return new InvokeOutcome.Throttled();
        }
        try {
            // twice the time-out: an invocation may wait in the queue for its turn as long as it may run
            return invocation.outcome().get(spec.timeout().multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            invocation.outcome().complete(new InvokeOutcome.TimedOut());
            return new InvokeOutcome.TimedOut();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            invocation.outcome().complete(new InvokeOutcome.Crashed());
            return new InvokeOutcome.Crashed();
        }
    }

    @Override
    public void close() {
        synchronized (startOrClose) {
            closed = true;
        }
        environments.parallelStream().forEach(FunctionEnvironment::close);
        queue.close();
        watchdog.shutdownNow();
    }
}
