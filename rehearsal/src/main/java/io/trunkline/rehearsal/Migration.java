package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.migration.mapping.Mappings;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.plan.PlanFile;
import io.trunkline.migration.step.ApplyStep;
import io.trunkline.migration.step.DiscoverStep;
import io.trunkline.migration.step.PlanStep;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.Progress;
import io.trunkline.migration.step.RollbackStep;
import io.trunkline.migration.step.SourcePlace;
import io.trunkline.migration.step.VerifyStep;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The steps of {@code ./trunkline migrate}, as its commands take them, on this machine's stage. */
final class Migration {
    private static final String MAPPING = "wizz-standalone";
    private static final int PAGE = 500;

    private final Platform platform;
    private final DynamoAdmin admin;
    private final SourcePlace source;
    private final GatewayEndpoint api;
    private final String function;
    private final Path work;

    /**
     * @param api the older API's stage
     * @param function the platform's, to which that is led
     */
    Migration(
            Platform platform, DynamoAdmin admin, SourcePlace source, GatewayEndpoint api, String function, Path work) {
        this.platform = platform;
        this.admin = admin;
        this.source = source;
        this.api = api;
        this.function = function;
        this.work = work;
    }

    Path folder(String name) {
        return work.resolve(name);
    }

    /** The API with all that hangs on it. */
    ObjectNode discover() {
        return new DiscoverStep(platform.control()).report(Optional.of(api.apiId()));
    }

    MigrationPlan plan(String name) {
        return new PlanStep(platform, Map.of(), InstantSource.system(), Progress.SILENT)
                .write(
                        new PlanStep.Order(
                                MAPPING,
                                Mappings.of(MAPPING),
                                source,
                                Optional.empty(),
                                Optional.of(Stage.DIALECT),
                                Optional.empty(),
                                Optional.of(api),
                                Optional.of(function)),
                        folder(name));
    }

    String importRows(MigrationPlan plan, Path folder) {
        return words(apply().importRows(plan, folder, "first"));
    }

    String repoint(MigrationPlan plan, Path folder) {
        int made = apply().repoint(plan, folder);
        return made + " changes; " + words(apply().importRows(plan, folder, "after repoint"));
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

    String rollback(Path folder) {
        RollbackStep.Tally tally = new RollbackStep(
                        platform, InstantSource.system(), Sleeper.SYSTEM, RollbackStep.SETTLE, Progress.SILENT)
                .run(PlanFile.read(folder), folder, false);
        return tally.resources() + " resources restored, " + tally.rows() + " rows taken back";
    }

    /** Connections of the older API that the platform has rows of. */
    long imported() {
        long found = 0;
        Optional<String> next = Optional.empty();
        do {
            var page = admin.connectionScan().page(next, PAGE);
            found += page.connections().stream()
                    .filter(swept -> swept.connection().endpoint().equals(api))
                    .count();
            next = page.next();
        } while (next.isPresent());
        return found;
    }
}
