package io.trunkline.child;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    /** Starts a {@link Sleeper} whose class path is its argument alone, so that the child's launcher must be found. */
    static final class Launcher {
        public static void main(String[] arguments) throws Exception {
            ChildProcess.start(spec(Sleeper.class, List.of(arguments), List.of("a", "b")), System.out::println);
            Thread.currentThread().join();
        }
    }

    static final class Failing {
        public static void main(String[] arguments) {
            System.out.println("last words");
            System.exit(7);
        }
    }

    /** Says goodbye when it is asked to end. */
    static final class Polite {
        public static void main(String[] arguments) throws InterruptedException {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                pause();
                System.out.println("goodbye");
            }));
            System.out.println("ready");
            Thread.currentThread().join();
        }

        private static void pause() {
            try {
                Thread.sleep(200);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Writes far more than a pipe holds. */
    static final class Talkative {
        public static void main(String[] arguments) {
            for (int i = 0; i < 20_000; i++) {
                System.out.println("line " + i + " of a child that has much to say");
            }
            System.out.println("zażółć – ✓");
        }
    }

    @Test
    void a_child_that_is_closed_may_finish_what_it_does() throws Exception {
        ChildProcess child = ChildProcess.start(spec(Polite.class), lines::add);
        assertThat(line()).isEqualTo("ready");

        child.close();

        assertThat(line()).isEqualTo("goodbye");
    }

    @Test
    void a_reader_that_fails_does_not_hold_the_child_up() throws Exception {
        ChildProcess child = ChildProcess.start(spec(Talkative.class), line -> {
            lines.add(line);
            throw new IllegalStateException("a reader that fails");
        });

        assertThat(child.exit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isZero();
        assertThat(lines).hasSize(20_001).last().isEqualTo("zażółć – ✓");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a folder", "dossier-é"})
    void it_runs_from_a_folder_of_any_name(String name, @TempDir Path folder) throws Exception {
        assumeTrue(
                Charset.forName(System.getProperty("sun.jnu.encoding"))
                        .newEncoder()
                        .canEncode(name),
                "this machine's locale can name the folder");
        Path code = folder.resolve(name);
        copy(codeOf(ChildMain.class), code);
        Path tests = codeOf(ChildProcessTest.class);

        try (ChildProcess launcher = ChildProcess.start(
                spec(Launcher.class, List.of(code + "", tests + ""), List.of(tests + "")), lines::add)) {
            assertThat(line()).endsWith(" a,b false yes");
        }
    }

    private static Path codeOf(Class<?> type) throws URISyntaxException {
        return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
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
        return spec(main, List.of(System.getProperty("java.class.path")), List.of("a", "b"));
    }

    private static ChildSpec spec(Class<?> main, List<String> classPath, List<String> arguments) {
        return new ChildSpec(
                main.getSimpleName(), classPath, FAST, main.getName(), arguments, Map.of("GIVEN", "yes"), Path.of(""));
    }
}
