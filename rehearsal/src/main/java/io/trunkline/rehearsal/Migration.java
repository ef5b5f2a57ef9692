package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.migration.mapping.Mappings;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.plan.PlanFile;
import io.trunkline.migration.step.ApplyStep;
import io.trunkline.migration.step.CloseStep;
import io.trunkline.migration.step.DiscoverStep;
import io.trunkline.migration.step.InviteStep;
import io.trunkline.migration.step.Pace;
import io.trunkline.migration.step.PlanStep;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.Progress;
import io.trunkline.migration.step.RollbackStep;
import io.trunkline.migration.step.VerifyStep;
import io.trunkline.migration.step.WatchStep;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** The steps of {@code ./trunkline migrate}, as its commands take them, on this machine's stage. */
final class Migration {
    private static final int PAGE = 500;
    private static final int ASKED = 1_000;
    private static final Duration GRACE = Duration.ofSeconds(1);
    /** Short, as nobody connects by then: the door is closed when the rehearsal's traffic has ended. */
    private static final Duration SETTLE = Duration.ofSeconds(2);

    private final Platform platform;
    private final DynamoAdmin admin;
    private final OlderSystem system;
    private final OlderStore store;
    private final String function;
    private final Path work;

    /** @param function the platform's, to which that is led */
    Migration(Platform platform, DynamoAdmin admin, OlderSystem system, OlderStore store, String function, Path work) {
        this.platform = platform;
        this.admin = admin;
        this.system = system;
        this.store = store;
        this.function = function;
        this.work = work;
    }

    Path folder(String name) {
        return work.resolve(name);
    }

    /** The API with all that hangs on it. */
    ObjectNode discover() {
        return new DiscoverStep(platform.control())
                .report(Optional.of(system.api().apiId()));
    }

    MigrationPlan plan(String name) {
        return new PlanStep(platform, Map.of(), InstantSource.system(), Progress.SILENT)
                .write(
                        new PlanStep.Order(
                                system.mapping(),
                                Mappings.of(system.mapping()),
                                store.place(),
                                Optional.empty(),
                                Optional.of(system.dialect()),
                                store.zone(),
                                Optional.of(system.api()),
                                Optional.of(function)),
                        folder(name));
    }

    String importRows(MigrationPlan plan, Path folder) {
        return words(apply().importRows(plan, folder, "first"));
    }

    String repoint(MigrationPlan plan, Path folder) {
        StringBuilder words =
                new StringBuilder().append(apply().repoint(plan, folder)).append(" changes");
        apply().importThoseInBetween(plan, folder, Sleeper.SYSTEM, imported -> words.append("; ")
                .append(words(imported)));
        return words.toString();
    }

    private ApplyStep apply() {
        return new ApplyStep(platform, Map.of(), InstantSource.system(), Progress.SILENT);
    }

    private static String words(ApplyStep.Imported imported) {
        return imported.tally().stored() + " connections stored, "
                + imported.tally().there() + " were there";
    }

    /** What is not well. */
    List<String> verify(MigrationPlan plan, Path folder) {
        return new VerifyStep(platform, Map.of(), InstantSource.system(), Progress.SILENT)
                .run(plan, folder, true)
                .faults();
    }

    /** Whoever connected while the API led here is closed, so that they connect again. */
    RollbackStep.Tally rollback(Path folder) {
        return new RollbackStep(platform, InstantSource.system(), Sleeper.SYSTEM, RollbackStep.SETTLE, Progress.SILENT)
                .run(PlanFile.read(folder), folder, true);
    }

    WatchStep.Look watch(MigrationPlan plan, Path folder) {
        return new WatchStep(platform, InstantSource.system(), Progress.SILENT).look(plan, folder, ASKED);
    }

    InviteStep.Tally invite(MigrationPlan plan, Path folder, URI to) {
        return new InviteStep(platform, InstantSource.system(), Progress.SILENT).run(plan, folder, to, pace());
    }

    /** Although somebody is left behind it: its date is today. */
    CloseStep.Tally close(MigrationPlan plan, Path folder, URI to) {
        return new CloseStep(platform, InstantSource.system(), Sleeper.SYSTEM, Progress.SILENT)
                .run(
                        plan,
                        folder,
                        new CloseStep.Order(Optional.of(LocalDate.now(ZoneOffset.UTC)), Optional.of(to), GRACE, SETTLE),
                        pace());
    }

    private static Pace pace() {
        return new Pace(Pace.MOST, InstantSource.system(), Sleeper.SYSTEM, RandomGenerator.getDefault());
    }

    /** Connections of the older API that the platform has rows of. */
    long imported() {
        long found = 0;
        Optional<String> next = Optional.empty();
        do {
            var page = admin.connectionScan().page(next, PAGE);
            found += page.connections().stream()
                    .filter(swept -> swept.connection().endpoint().equals(system.api()))
                    .count();
            next = page.next();
        } while (next.isPresent());
        return found;
    }
}
