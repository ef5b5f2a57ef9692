package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.CleanupStep;
import io.trunkline.migration.step.Findings;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.StatusStep;
import io.trunkline.migration.step.VerifyStep;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Scanner;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate cleanup}. */
@Command(
        name = "cleanup",
        mixinStandardHelpOptions = true,
        description = {
            "Verifies once more, and if that is green removes the older app's own API and functions, and its tables.",
            "Only what the plan names, and what no stack owns any more. The older door must be closed before the API"
                    + " goes.",
            "Each table goes to DIR/cleanup as JSON lines, compressed, with a checksum, before it is deleted; of a"
                    + " function",
            "nothing is kept but its name and settings. After that there is no rollback."
        },
        footer = {
            "",
            "Exit code 0: done, or nothing left to do. 3: the verify is red, and nothing was done.",
            "",
            "Example:",
            "  ./trunkline migrate cleanup receiver"
        })
final class CleanupCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Mixin
    private PlanFolder folder = new PlanFolder();

    @Option(names = "--yes", description = "Do not ask for the app's name first.")
    private boolean yes;

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        try (Platform open = platform.of(plan).open(console, "cleanup")) {
            CleanupStep step = new CleanupStep(open, InstantSource.system(), console);
            List<String> tables = step.tables(plan, console::say);
            List<String> doomed = new ArrayList<>(step.resources(plan, console::say));
            tables.forEach(table -> doomed.add("table " + table));
            if (doomed.isEmpty()) {
                console.say("What this plan names is gone already; there is nothing to do.");
                tell(console, List.of());
                return Exit.DONE;
            }
            ObjectNode status = new StatusStep(open).status(plan, folder.path());
            boolean leadsHere = status.path("leadsHere").asBoolean();
            if (open.hasControl() && plan.api().isPresent() && !leadsHere) {
                console.say("NOT WELL  the plan is not applied: its phase is "
                        + status.path("phase").asText() + ". Nothing was done.");
                return Exit.FINDINGS;
            }
            // what a killed run has removed a verify would miss, and it was green before that run began
            boolean begun = status.has("cleanedUp");
            Findings findings = begun
                    ? new Findings(Map.of(), List.of())
                    : new VerifyStep(open, System.getenv(), InstantSource.system(), console)
                            .run(plan, folder.path(), leadsHere);
            if (!findings.green()) {
                findings.faults().forEach(fault -> console.say("  NOT WELL  " + fault));
                console.say("The verify is red. Nothing was done.");
                return Exit.FINDINGS;
            }
            if (!yes && !confirmed(plan, doomed)) {
                console.say("Nothing was done.");
                return Exit.FAILED;
            }
            List<CleanupStep.Cleaned> cleaned = step.run(plan, folder.path(), what -> console.say(what + " removed"));
            cleaned.forEach(table -> console.say(String.format(
                    java.util.Locale.ROOT,
                    "%s deleted; its %,d items are in %s (sha256 %s)",
                    table.table(),
                    table.items(),
                    table.file(),
                    table.sha256())));
            tell(console, cleaned);
            return Exit.DONE;
        }
    }

    private boolean confirmed(MigrationPlan plan, List<String> doomed) {
        spec.commandLine()
                .getErr()
                .println("The verify is green. To be deleted, for good: " + String.join(", ", doomed)
                        + " in account " + plan.account() + ", Region " + plan.region() + ".\nType the app's name, "
                        + plan.app() + ", to do it:");
        spec.commandLine().getErr().flush();
        Scanner typed = new Scanner(System.in, StandardCharsets.UTF_8);
        return typed.hasNextLine() && typed.nextLine().strip().equals(plan.app());
    }

    private static void tell(Console console, List<CleanupStep.Cleaned> cleaned) {
        ObjectNode node = JsonMapper.builder().build().createObjectNode();
        ArrayNode tables = node.putArray("deleted");
        cleaned.forEach(table -> tables.addObject()
                .put("table", table.table())
                .put("file", table.file().toString())
                .put("sha256", table.sha256())
                .put("items", table.items()));
        console.tell(node);
    }
}
