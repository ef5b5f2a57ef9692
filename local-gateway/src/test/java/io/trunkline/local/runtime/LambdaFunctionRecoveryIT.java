package io.trunkline.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.local.route.InvokeOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a function, and of the calls that wait for it, when its processes die, hang or cannot start. */
class LambdaFunctionRecoveryIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Path taskRoot;

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    @BeforeAll
    static void unzipTheHandler() throws IOException {
        taskRoot = LambdaPackage.unzip(HandlerPackage.zip(folder), folder.resolve("work"));
    }

    @Test
    void processes_that_start_together_do_not_disturb_each_other() throws Exception {
        for (int round = 0; round < 3; round++) {
            try (LambdaFunction function = start(taskRoot, Duration.ofSeconds(20), 4, Map.of())) {
                function.awaitReady(PATIENCE);
            }
        }
    }

    @Test
    void a_handler_that_hangs_after_its_caller_left_is_ended_all_the_same() throws Exception {
        try (LambdaFunction function = start(taskRoot, Duration.ofSeconds(2), 1, Map.of())) {
            function.awaitReady(PATIENCE);
            Thread caller = Thread.ofVirtual().start(() -> function.invoke(bytes("\"hang\"")));
            assertThat(lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).contains("hanging");

            caller.interrupt();

            awaitAnswer(function);
        }
    }

    @Test
    void a_call_of_a_function_that_cannot_start_fails_at_once() throws Exception {
        try (LambdaFunction function = start(taskRoot, Duration.ofSeconds(30), 1, Map.of("BROKEN", "yes"))) {
            assertThat(function.invoke(bytes("\"hello\""))).isEqualTo(new InvokeOutcome.Crashed());
        }
    }

    @Test
    void a_function_that_failed_before_anybody_waited_for_it_is_not_called_ready() throws Exception {
        try (LambdaFunction function = start(taskRoot, Duration.ofSeconds(30), 1, Map.of("BROKEN", "yes"))) {
            Awaitility.await().atMost(PATIENCE).until(() -> function.pids().isEmpty());

            assertThatThrownBy(() -> function.awaitReady(PATIENCE))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("Error loading class Handler");
        }
    }

    @Test
    void a_process_that_could_not_be_replaced_is_replaced_later() throws Exception {
        Path root = folder.resolve("movable");
        Files.createDirectories(root);
        Files.copy(taskRoot.resolve("Handler.class"), root.resolve("Handler.class"));
        try (LambdaFunction function = start(root, Duration.ofSeconds(1), 1, Map.of())) {
            function.awaitReady(PATIENCE);
            Path away = Files.move(root, folder.resolve("away"));
            kill(function);
            Awaitility.await().atMost(PATIENCE).until(() -> function.pids().isEmpty());
            assertThat(function.invoke(bytes("\"hello\""))).isNotInstanceOf(InvokeOutcome.Success.class);

            Files.move(away, root);

            awaitAnswer(function);
        }
    }

    @Test
    void calls_while_processes_are_killed_are_answered_or_fail_but_never_hang() throws Exception {
        try (LambdaFunction function = start(taskRoot, Duration.ofSeconds(10), 2, Map.of());
                ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            function.awaitReady(PATIENCE);
            AtomicBoolean enough = new AtomicBoolean();
            List<Future<List<InvokeOutcome>>> calls = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                calls.add(callers.submit(() -> {
                    List<InvokeOutcome> outcomes = new ArrayList<>();
                    while (!enough.get()) {
                        outcomes.add(function.invoke(bytes("\"hello\"")));
                    }
                    return outcomes;
                }));
            }

            for (int i = 0; i < 6; i++) {
                List<Long> before = function.pids();
                kill(function);
                Awaitility.await()
                        .atMost(PATIENCE)
                        .until(() -> function.pids().size() == 2
                                && function.pids().stream().noneMatch(before::contains));
            }
            enough.set(true);

            for (Future<List<InvokeOutcome>> call : calls) {
                assertThat(call.get())
                        .allMatch(outcome ->
                                outcome instanceof InvokeOutcome.Success || outcome instanceof InvokeOutcome.Crashed);
            }
        }
    }

    private LambdaFunction start(Path root, Duration timeout, int environments, Map<String, String> variables)
            throws IOException {
        return LambdaFunction.start(
                new FunctionSpec(
                        "recovering",
                        root,
                        HandlerPackage.RUNTIME,
                        "Handler",
                        256,
                        timeout,
                        environments,
                        1,
                        variables),
                lines::add);
    }

    private static void kill(LambdaFunction function) {
        function.pids().forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    private static void awaitAnswer(LambdaFunction function) {
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> function.invoke(bytes("\"hello\"")) instanceof InvokeOutcome.Success);
    }

    private static byte[] bytes(String event) {
        return event.getBytes(StandardCharsets.UTF_8);
    }
}
