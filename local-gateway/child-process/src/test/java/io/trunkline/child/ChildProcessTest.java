package io.trunkline.child;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ChildProcessTest {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> FAST = List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

    /** Prints its pid and what it got, then waits for ever. */
    static final class Sleeper {
        public static void main(String[] arguments) throws InterruptedException {
            System.out.println(ProcessHandle.current().pid() + " " + String.join(",", arguments) + " "
                    + System.getenv().keySet().contains("HOME") + " " + System.getenv("GIVEN"));
            Thread.currentThread().join();
        }
    }

    /** Starts a {@link Sleeper}, passes its line on, then waits for ever: the parent in the middle. */
    static final class Parent {
        public static void main(String[] arguments) throws Exception {
            ChildProcess.start(sleeper(), System.out::println);
            Thread.currentThread().join();
        }
    }

    static final class Failing {
        public static void main(String[] arguments) {
            System.out.println("last words");
            System.exit(7);
        }
    }

    @Test
    void a_child_gets_its_arguments_and_only_the_environment_that_is_given() throws Exception {
        try (ChildProcess child = ChildProcess.start(sleeper(), lines::add)) {
            assertThat(line()).isEqualTo(child.pid() + " a,b false yes");
        }
    }

    @Test
    void closing_ends_the_child() throws Exception {
        ChildProcess child = ChildProcess.start(sleeper(), lines::add);
        line();

        child.close();

        assertThat(child.isAlive()).isFalse();
    }

    @Test
    void a_child_that_ends_tells_its_code_after_its_last_words() throws Exception {
        ChildProcess child = ChildProcess.start(spec(Failing.class), lines::add);

        assertThat(child.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isEqualTo(7);
        assertThat(lines).containsExactly("last words");
    }

    @Test
    void a_parent_that_is_killed_leaves_no_orphan() throws Exception {
        ChildProcess parent = ChildProcess.start(spec(Parent.class), lines::add);
        long grandchild = Long.parseLong(line().split(" ", -1)[0]);
        assertThat(ProcessHandle.of(grandchild)).isPresent();

        parent.kill();

        Awaitility.await().atMost(PATIENCE).until(() -> ProcessHandle.of(grandchild)
                .isEmpty());
    }

    private String line() throws InterruptedException {
        String line = lines.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        assertThat(line).as("a line of the child").isNotNull();
        return line;
    }

    static ChildSpec sleeper() {
        return spec(Sleeper.class);
    }

    private static ChildSpec spec(Class<?> main) {
        return new ChildSpec(
                main.getSimpleName(),
                List.of(System.getProperty("java.class.path")),
                FAST,
                main.getName(),
                List.of("a", "b"),
                Map.of("GIVEN", "yes"),
                Path.of(""));
    }
}
