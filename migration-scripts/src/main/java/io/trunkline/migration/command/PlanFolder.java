package io.trunkline.migration.command;

import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.plan.PlanFile;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** The plan that a command works on. */
final class PlanFolder {
    @Parameters(paramLabel = "DIR", description = "The plan's folder.")
    private Path folder = Path.of(".");

    Path path() {
        return folder;
    }

    MigrationPlan read() {
        return PlanFile.read(folder);
    }
}
