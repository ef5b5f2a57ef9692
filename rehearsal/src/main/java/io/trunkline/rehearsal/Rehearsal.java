package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.plan.PlanFile;
import io.trunkline.migration.step.RollbackStep;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * The whole of a migration while clients talk and are pushed to: onto the platform, back, and onto it again, by the
 * same steps that the commands take.
 */
final class Rehearsal {
    /**
     * How it is played.
     *
     * @param system the older app
     * @param clients that are connected throughout
     * @param newcomers who come and go meanwhile: so many are connected, more or less; 0 for none
     * @param rate messages a second in each direction, over all clients
     * @param pause from one step to the next, in which the traffic goes on
     */
    record Options(Path root, OlderSystem system, int clients, int newcomers, int rate, Duration pause) {
        Options {
            if (clients < 1 || newcomers < 0 || rate < 1) {
                throw new IllegalArgumentException("there must be clients, and messages");
            }
        }

        /** An order receiver, and nobody who comes or goes. */
        Options(Path root, int clients, int rate, Duration pause) {
            this(root, OlderSystem.ORDER_RECEIVER, clients, 0, rate, pause);
        }
    }

    private static final String TAKEN_OUT = "taken-out";
    private static final String CHECKSUM = "checksum";
    private static final Duration DRAIN = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(50);
    private static final Duration HEARD = Duration.ofSeconds(1);

    private final Options options;
    private final Consumer<String> progress;
    private final List<Report.Step> steps = new ArrayList<>();
    private final List<String> faults = new ArrayList<>();
    private Optional<Comers> comers = Optional.empty();
    private long ledHere;

    Rehearsal(Options options, Consumer<String> progress) {
        this.options = options;
        this.progress = progress;
    }

    /** Plays it; throws where it cannot be played, which is no verdict on the migration. */
    Report play() throws Exception {
        try (Stage stage = Stage.set(options, progress)) {
            comers = Optional.of(stage.comers());
            stage.clients().forEach(Client::begin);
            Set<String> staying = staying(stage);
            String before = stage.tables().checksum(staying::contains);
            String after;
            int pushedAgain;
            int reconnects;
            Afterwards afterwards;
            Traffic traffic = Traffic.start(stage.crowd(), stage.backend(), options.rate());
            try (traffic) {
                pause();
                ObjectNode resources = step("discover", () -> stage.migration().discover());
                Path first = migrate(stage, "first");
                rollBack(stage, first);
                after = stage.tables().checksum(staying::contains);
                require(before.equals(after), "the source is not byte for byte what it was before");
                asTheOlderFunctionLeftIt(stage);
                require(
                        resources.equals(stage.migration().discover()),
                        "the API, its function or its permissions are not what they were before");
                require(stage.migration().imported() == 0, "rows of the older app are left in the shared tables");
                stage.comers().goOn();
                pause();
                Path second = migrate(stage, "second");
                afterwards = new Afterwards(stage, PlanFile.read(second), second);
                moveOver(stage, afterwards, second);
                stage.comers().settle();
                pushedAgain = traffic.pushedAgain();
            }
            await(() -> stage.up().isComplete() && stage.down().isComplete());
            reconnects = stage.crowd().forcedReconnects();
            stage.comers().over();
            step("close", afterwards::close);
            asTheOlderFunctionLeftIt(stage);
            faults.addAll(afterwards.faults());
            return report(stage, before, after, pushedAgain, reconnects, afterwards.moves());
        }
    }

    /** The phases after the API leads to the platform, but for the last. */
    private void moveOver(Stage stage, Afterwards afterwards, Path folder) throws Exception {
        step("watch", afterwards::watch);
        step("updates come", afterwards::updatesCome);
        pause();
        step("invite", afterwards::invite);
        step("move over", afterwards::moveOver);
        pause();
        step("watch again", afterwards::watch);
        verify(stage, "third verify", PlanFile.read(folder), folder);
    }

    private void verify(Stage stage, String name, MigrationPlan plan, Path folder) throws Exception {
        List<String> found = step(name, () -> stage.migration().verify(plan, folder));
        found.forEach(fault -> faults.add("verify: " + fault));
    }

    /** The connections of those who stay; nobody has come or gone yet whose message would be lost by a look. */
    private static Set<String> staying(Stage stage) {
        Set<String> ids =
                stage.clients().stream().map(client -> client.person().id()).collect(Collectors.toSet());
        Set<String> connections = new HashSet<>();
        stage.book().told().forEach((connection, id) -> {
            if (ids.contains(id)) {
                connections.add(connection);
            }
        });
        return connections;
    }

    /**
     * Who came since the API leads here is known to the platform alone, and closed by the rollback; the back end asks
     * both sides until they are connected to the older app.
     */
    private void rollBack(Stage stage, Path folder) throws Exception {
        Comers coming = stage.comers();
        step("rollback", () -> {
            stage.backend().goes(Backend.Way.BOTH);
            pause();
            coming.mayBeClosed(ledHere);
            RollbackStep.Tally tally = stage.migration().rollback(folder);
            // whoever was closed hears of it a moment later, unless it was leaving
            Thread.sleep(HEARD);
            coming.settle();
            coming.mayNotBeClosed();
            stage.backend().goes(Backend.Way.OLDER);
            require(
                    coming.again() <= tally.closed(),
                    coming.again() + " newcomers connected again, and the rollback closed " + tally.closed());
            return tally.resources() + " resources restored, " + tally.rows() + " rows taken back, " + tally.newcomers()
                    + " newcomers closed";
        });
    }

    private void asTheOlderFunctionLeftIt(Stage stage) throws InterruptedException {
        // a socket's end reaches the function a little later
        await(() -> stage.book().differences().isEmpty());
        stage.book()
                .differences()
                .forEach(difference -> faults.add("the source is not as the older function left it: " + difference));
    }

    /** Sets the stage, says how each step is taken by hand, and keeps everybody connected until it is interrupted. */
    void hold(Consumer<String> out) throws Exception {
        try (Stage stage = Stage.set(options, progress)) {
            stage.clients().forEach(Client::begin);
            stage.byHand().forEach(out);
            out.accept("source " + stage.tables().checksum() + "; type " + CHECKSUM + " and Enter for what it is then");
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
            String word = typed.nextLine().strip();
            if (word.equals(TAKEN_OUT)) {
                stage.takenOutOfTheStack();
                out.accept("no stack owns the older app's API, function and tables any more");
            } else if (word.equals(CHECKSUM)) {
                out.accept("source " + stage.tables().checksum());
            }
        }
    }

    /** One migration; answers the folder of its plan. */
    private Path migrate(Stage stage, String name) throws Exception {
        Migration migration = stage.migration();
        MigrationPlan plan = step(name + " plan", () -> migration.plan(name));
        Path folder = migration.folder(name);
        step(name + " apply import", () -> migration.importRows(plan, folder));
        // who connects from here on is known to the older app alone, and once the API leads here to the platform alone
        stage.backend().goes(Backend.Way.BOTH);
        pause();
        ledHere = System.nanoTime();
        step(name + " apply repoint", () -> migration.repoint(plan, folder));
        stage.backend().goes(Backend.Way.PLATFORM);
        pause();
        long byOlder = stage.function().answered();
        pause();
        require(
                stage.function().answered() == byOlder,
                "the older function was still called after the API led to the platform");
        verify(stage, name + " verify", plan, folder);
        return folder;
    }

    private <T> T step(String name, Callable<T> work) throws Exception {
        progress.accept(name);
        int came = comers.map(Comers::came).orElse(0);
        int left = comers.map(Comers::left).orElse(0);
        long began = System.nanoTime();
        comers.ifPresent(Comers::now);
        T outcome = work.call();
        String words = outcome instanceof String text ? text : "done";
        steps.add(new Report.Step(
                name,
                Duration.ofNanos(System.nanoTime() - began),
                words,
                comers.map(Comers::came).orElse(0) - came,
                comers.map(Comers::left).orElse(0) - left));
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

    static void await(BooleanSupplier done) throws InterruptedException {
        long until = System.nanoTime() + DRAIN.toNanos();
        while (!done.getAsBoolean() && System.nanoTime() < until) {
            Thread.sleep(LOOK);
        }
    }

    private Report report(
            Stage stage, String before, String after, int pushedAgain, int reconnects, Report.Moves moves) {
        Report.Counts up = stage.up().counts();
        Report.Counts down = stage.down().counts();
        require(up.sent() > 0 && down.sent() > 0, "no messages were sent");
        require(up.lost() == 0, "messages of clients were lost: " + stage.up().missing());
        require(down.lost() == 0, "pushes to clients were lost: " + stage.down().missing());
        require(up.twice() + down.twice() == 0, "messages arrived twice");
        require(up.strays() + down.strays() == 0, "messages arrived that nobody had sent");
        require(reconnects == 0, reconnects + " clients would have had to connect again");
        Comers coming = stage.comers();
        faults.addAll(coming.faults());
        return new Report(
                options.clients(),
                up,
                down,
                stage.function().answered(),
                stage.crowd().longestSilence(),
                reconnects,
                new Report.Newcomers(
                        coming.came(),
                        coming.left(),
                        coming.again(),
                        coming.saidAgain(),
                        pushedAgain,
                        stage.handshakes().failed()),
                moves,
                before,
                after,
                steps,
                faults);
    }
}
