package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.StatusStep;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate status}. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = "Says how far a migration is, who is connected where, and who is at work on it. Reads only.",
        footer = {"", "Example:", "  ./trunkline migrate status receiver"})
final class StatusCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Mixin
    private PlanFolder folder = new PlanFolder();

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        try (Platform open = platform.of(plan).open(console, "status")) {
            StatusStep step = new StatusStep(open);
            ObjectNode status = step.status(plan, folder.path());
            if (plan.api().isPresent()) {
                status.setAll(step.live(plan, folder.path(), InstantSource.system()));
            }
            status.properties()
                    .forEach(entry -> console.say(String.format(
                            "%-24s %s", entry.getKey(), entry.getValue().asText())));
            console.tell(status);
        }
        return Exit.DONE;
    }
}
