package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.ApplyStep;
import io.trunkline.migration.step.Platform;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate apply}. */
@Command(
        name = "apply",
        mixinStandardHelpOptions = true,
        description = "Does what a plan says. Stopped anywhere, the same command goes on.",
        footer = {
            "",
            "Phases: import stores the connections, so that they are reachable at once; repoint leads the older API to"
                    + " the",
            "platform, and imports once more whoever connected in between; all does both where the plan says both.",
            "",
            "Example:",
            "  ./trunkline migrate apply receiver --phase import"
        })
final class ApplyCommand implements Callable<Integer> {
    /** What is done. */
    enum Phase {
        IMPORT,
        REPOINT,
        ALL
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Mixin
    private PlanFolder folder = new PlanFolder();

    @Option(names = "--phase", defaultValue = "ALL", description = "import, repoint or all. Default: all.")
    private Phase phase = Phase.ALL;

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        try (Platform open = platform.of(plan).open(console, "apply")) {
            ApplyStep step = new ApplyStep(open, System.getenv(), InstantSource.system(), console);
            if (phase != Phase.REPOINT) {
                report(console, "import", step.importRows(plan, folder.path(), "first"));
            }
            if (phase == Phase.REPOINT || (phase == Phase.ALL && !plan.changes().isEmpty())) {
                int made = step.repoint(plan, folder.path());
                console.say(
                        made == 0
                                ? "The older API leads here already."
                                : made + " changes made: the older API leads here.");
                console.tell(JsonMapper.builder().build().createObjectNode().put("repointed", made));
                report(console, "import of those in between", step.importRows(plan, folder.path(), "after repoint"));
            }
        }
        console.say("Next: ./trunkline migrate verify " + folder.path());
        return Exit.DONE;
    }

    private static void report(Console console, String what, ApplyStep.Imported imported) {
        console.say(String.format(
                "%s: %,d connections stored, %,d were there, %,d had ended; %,d records were left behind.",
                what,
                imported.tally().stored(),
                imported.tally().there(),
                imported.tally().ended(),
                imported.extract().unmapped().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()));
        console.tell(JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("imported", what)
                .put("stored", imported.tally().stored())
                .put("there", imported.tally().there())
                .put("ended", imported.tally().ended()));
    }
}
