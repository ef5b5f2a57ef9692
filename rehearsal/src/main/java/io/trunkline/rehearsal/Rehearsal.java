package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.plan.MigrationPlan;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * The whole of a migration while clients talk and are pushed to: onto the platform, back, and onto it again, by the
 * same steps that the commands take.
 */
final class Rehearsal {
    /**
     * How it is played.
     *
     * @param clients that are connected throughout
     * @param rate messages a second in each direction, over all clients
     * @param pause from one step to the next, in which the traffic goes on
     */
    record Options(Path root, int clients, int rate, Duration pause) {
        Options {
            if (clients < 1 || rate < 1) {
                throw new IllegalArgumentException("there must be clients, and messages");
            }
        }
    }

    private static final String TAKEN_OUT = "taken-out";
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);

    private final Options options;
    private final Consumer<String> progress;
    private final List<Report.Step> steps = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();

    Rehearsal(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Plays it; throws where it cannot be played, which is no verdict on the migration. */
    Report play() throws Exception {
        try (Stage stage = Stage.set(options, progress)) {
            stage.clients().forEach(MerchantClient::begin);
            String before = stage.tables().checksum();
            String after;
            Traffic traffic = Traffic.start(stage.clients(), stage.backend(), options.rate());
            try (traffic) {
                pause();
                ObjectNode resources = step("discover", () -> stage.migration().discover());
                Path first = migrate(stage, "first");
                step("rollback", () -> {
                    stage.backend().goes(Backend.Way.OLDER);
                    pause();
                    return stage.migration().rollback(first);
                });
                after = stage.tables().checksum();
                require(before.equals(after), "the source is not byte for byte what it was before");
                require(
                        resources.equals(stage.migration().discover()),
                        "the API, its function or its permissions are not what they were before");
                require(stage.migration().imported() == 0, "rows of the older app are left in the shared tables");
                pause();
                migrate(stage, "second");
            }
            await(() -> stage.up().isComplete() && stage.down().isComplete());
            return report(stage, before, after);
        }
    }

    /** Sets the stage, says how each step is taken by hand, and keeps everybody connected until it is interrupted. */
    void hold(Consumer<String> out) throws Exception {
        try (Stage stage = Stage.set(options, progress)) {
            stage.clients().forEach(MerchantClient::begin);
            stage.byHand().forEach(out);
            out.accept("ready " + options.clients() + " clients are connected to the older API; Ctrl-C ends it all."
                    + " Type " + TAKEN_OUT
                    + " and Enter to have its stack own nothing any more, as after the deploys that"
                    + " `template rewrite` asks for: cleanup wants it so.");
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                try {
                                    stage.close();
                                } catch (Exception e) {
                                    progress.accept("a part did not close in good order: " + e);
                                }
                            },
                            "shutdown"));
            listen(stage, out);
            new CountDownLatch(1).await();
        }
    }

    /** Until nobody types any more. */
    private static void listen(Stage stage, Consumer<String> out) {
        Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8);
        while (typed.hasNextLine()) {
            if (typed.nextLine().strip().equals(TAKEN_OUT)) {
                stage.takenOutOfTheStack();
                out.accept("no stack owns the older app's API, function and tables any more");
            }
        }
    }

    /** One migration; answers the folder of its plan. */
    private Path migrate(Stage stage, String name) throws Exception {
        Migration migration = stage.migration();
        MigrationPlan plan = step(name + " plan", () -> migration.plan(name));
        Path folder = migration.folder(name);
        step(name + " apply import", () -> migration.importRows(plan, folder));
        stage.backend().goes(Backend.Way.PLATFORM);
        pause();
        step(name + " apply repoint", () -> migration.repoint(plan, folder));
        pause();
        long byOlder = stage.function().answered();
        pause();
        require(
                stage.function().answered() == byOlder,
                "the older function was still called after the API led to the platform");
        List<String> found = step(name + " verify", () -> migration.verify(plan, folder));
        found.forEach(fault -> faults.add("verify: " + fault));
        return folder;
    }

    private <T> T step(String name, Callable<T> work) throws Exception {
        progress.accept(name);
        long began = System.nanoTime();
        T outcome = work.call();
        String words = outcome instanceof String text ? text : "done";
        steps.add(new Report.Step(name, Duration.ofNanos(System.nanoTime() - began), words));
        return outcome;
    }

    private void require(boolean held, String otherwise) {
        if (!held) {
            faults.add(otherwise);
        }
    }

    private void pause() throws InterruptedException {
        Thread.sleep(options.pause());
    }

    private static void await(BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + DRAIN.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < until) {
            Thread.sleep(LOOK);
        }
    }

    private Report report(Stage stage, String before, String after) throws IOException {
        Report.Counts up = stage.up().counts();
        Report.Counts down = stage.down().counts();
        require(up.sent() > 0 && down.sent() > 0, "no messages were sent");
        require(up.lost() == 0, "messages of clients were lost: " + stage.up().missing());
        require(down.lost() == 0, "pushes to clients were lost: " + stage.down().missing());
        require(up.twice() + down.twice() == 0, "messages arrived twice");
        int reconnects =
                (int) stage.clients().stream().filter(MerchantClient::isClosed).count();
        require(reconnects == 0, reconnects + " clients would have had to connect again");
        return new Report(
                options.clients(),
                up,
                down,
                stage.function().answered(),
                stage.clients().stream()
                        .map(MerchantClient::longestSilence)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO),
                reconnects,
                before,
                after,
                steps,
                faults);
    }
}
