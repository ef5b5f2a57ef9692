package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.RollbackStep;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
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
        description = {
            "Takes back what the journal says was done, also in the middle of an apply.",
            "It says first what can no longer be undone. Refused once a cleanup has deleted anything."
        },
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

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "5",
            description = "From the API's leading back to the first row's removal: messages on their way find their"
                    + " rows. At most 60. Default: 5.")
    private int settle = 5;

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        try (Platform open = platform.of(plan).open(console, "rollback")) {
            RollbackStep step =
                    new RollbackStep(open, InstantSource.system(), Sleeper.SYSTEM, Duration.ofSeconds(settle), console);
            foretell(console, step.outlook(plan, folder.path()));
            RollbackStep.Tally tally = step.run(plan, folder.path(), close, console::say);
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

    /** Before anything is done. */
    private static void foretell(Console console, RollbackStep.Outlook outlook) {
        tell(console, outlook.invited(), "clients were invited to the new address; whoever went there stays there");
        tell(console, outlook.cut(), "connections were closed with the older door, and do not come back by this");
        tell(
                console,
                outlook.newcomers(),
                "connections began while the API led here; the older app will not know them");
        outlook.cleaned().forEach(what -> console.say("Cannot be undone: " + what + " is deleted"));
        ObjectNode node = JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("invitedBefore", outlook.invited())
                .put("closedBefore", outlook.cut())
                .put("newcomersBefore", outlook.newcomers());
        outlook.cleaned().forEach(node.putArray("deletedBefore")::add);
        console.tell(node);
    }

    private static void tell(Console console, long count, String what) {
        if (count > 0) {
            console.say(String.format(Locale.ROOT, "Cannot be undone: %,d %s.", count, what));
        }
    }
}
