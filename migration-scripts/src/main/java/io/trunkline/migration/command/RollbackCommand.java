package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.RollbackStep;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate rollback}. */
@Command(
        name = "rollback",
        mixinStandardHelpOptions = true,
        description = "Takes back what the journal says was done, also in the middle of an apply.",
        footer = {"", "Example:", "  ./trunkline migrate rollback receiver"})
final class RollbackCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Mixin
    private PlanFolder folder = new PlanFolder();

    @Option(
            names = "--close-newcomers",
            description =
                    "Close whoever connected while the API led here, so that they connect again, to the older app.")
    private boolean close;

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        try (Platform open = platform.of(plan).open(console, "rollback")) {
            RollbackStep.Tally tally =
                    new RollbackStep(open, InstantSource.system(), console).run(plan, folder.path(), close);
            console.say(String.format(
                    "%d resources restored, %,d rows taken back, %,d were gone already.",
                    tally.resources(), tally.rows(), tally.gone()));
            if (tally.newcomers() > 0) {
                console.say(String.format(
                        "%,d connections began while the API led here; the older app does not know them. %s",
                        tally.newcomers(),
                        tally.closed() > 0
                                ? "They were closed and connect again."
                                : "Close them with: ./trunkline migrate rollback " + folder.path()
                                        + " --close-newcomers"));
            }
            console.tell(JsonMapper.builder()
                    .build()
                    .createObjectNode()
                    .put("resources", tally.resources())
                    .put("rows", tally.rows())
                    .put("gone", tally.gone())
                    .put("newcomers", tally.newcomers())
                    .put("closed", tally.closed()));
        }
        return Exit.DONE;
    }
}
