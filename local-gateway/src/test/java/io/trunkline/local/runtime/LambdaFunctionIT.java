package io.trunkline.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.local.route.InvokeOutcome;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real handler behind the managed runtime's own client. */
class LambdaFunctionIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    static Path folder;

    private static Path taskRoot;
    private static LambdaFunction function;

    @BeforeAll
    static void startTheFunction() throws IOException {
        taskRoot = LambdaPackage.unzip(HandlerPackage.zip(folder), folder.resolve("work"));
        function = LambdaFunction.start(spec("shared", "Handler", Duration.ofSeconds(20), 2), line -> {});
        function.awaitReady(PATIENCE);
    }

    @AfterAll
    static void stopTheFunction() {
        function.close();
    }

    @Test
    void an_event_brings_the_handlers_answer() {
        assertThat(success(function.invoke(bytes("\"hello\"")))).isEqualTo("echo \"hello\"");
    }

    @Test
    void what_a_handler_throws_keeps_its_message() {
        assertThat(function.invoke(bytes("\"unauthorized\"")))
                .isEqualTo(new InvokeOutcome.FunctionError("java.lang.RuntimeException", "Unauthorized"));
    }

    @Test
    void the_handler_sees_its_own_environment_and_nothing_of_ours() {
        assertThat(success(function.invoke(bytes("\"env\"")))).isEqualTo("yes,null," + taskRoot + ",shared,true");
    }

    @Test
    void many_at_once_are_all_answered() {
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<CompletableFuture<String>> answers = IntStream.range(0, 200)
                    .mapToObj(i -> CompletableFuture.supplyAsync(
                            () -> success(function.invoke(bytes("\"" + i + "\""))), callers))
                    .toList();

            assertThat(answers.stream().map(CompletableFuture::join))
                    .containsExactlyElementsOf(IntStream.range(0, 200)
                            .mapToObj(i -> "echo \"" + i + "\"")
                            .toList());
        }
    }

    @Test
    void a_process_that_dies_is_replaced() throws IOException {
        try (LambdaFunction mortal =
                LambdaFunction.start(spec("mortal", "Handler", Duration.ofSeconds(20), 1), line -> {})) {
            mortal.awaitReady(PATIENCE);
            List<Long> before = mortal.pids();

            assertThat(mortal.invoke(bytes("\"exit\""))).isEqualTo(new InvokeOutcome.Crashed());
            assertThat(success(mortal.invoke(bytes("\"again\"")))).isEqualTo("echo \"again\"");
            assertThat(mortal.pids()).isNotEqualTo(before);
        }
    }

    @Test
    void an_invocation_that_takes_too_long_ends_its_process() throws IOException {
        LambdaFunction slow = LambdaFunction.start(spec("slow", "Handler", Duration.ofSeconds(2), 1), line -> {});
        long pid;
        try (slow) {
            slow.awaitReady(PATIENCE);
            pid = slow.pids().getFirst();

            assertThat(slow.invoke(bytes("\"hang\""))).isEqualTo(new InvokeOutcome.TimedOut());
            Awaitility.await().atMost(PATIENCE).until(() -> ProcessHandle.of(pid)
                    .isEmpty());
        }
        assertThat(slow.invoke(bytes("\"late\""))).isEqualTo(new InvokeOutcome.Throttled());
    }

    @Test
    void a_handler_that_is_not_there_is_told_by_name_to_whoever_invokes_it() throws IOException {
        // the runtime's client gets ready all the same, and answers with the fault
        try (LambdaFunction missing =
                LambdaFunction.start(spec("missing", "Nowhere", Duration.ofSeconds(20), 1), line -> {})) {
            missing.awaitReady(PATIENCE);

            assertThat(missing.invoke(bytes("\"hello\"")))
                    .isInstanceOfSatisfying(InvokeOutcome.FunctionError.class, error -> assertThat(error.message())
                            .contains("Nowhere"));
        }
    }

    private static FunctionSpec spec(String name, String handler, Duration timeout, int concurrency) {
        return new FunctionSpec(
                name, taskRoot, HandlerPackage.RUNTIME, handler, 256, timeout, 1, concurrency, Map.of("GIVEN", "yes"));
    }

    private static byte[] bytes(String event) {
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private static String success(InvokeOutcome outcome) {
        assertThat(outcome).isInstanceOf(InvokeOutcome.Success.class);
        return new String(((InvokeOutcome.Success) outcome).payload(), StandardCharsets.UTF_8);
    }
}
