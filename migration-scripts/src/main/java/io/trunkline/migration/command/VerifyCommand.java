package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Findings;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.StatusStep;
import io.trunkline.migration.step.VerifyStep;
import java.time.InstantSource;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate verify}. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description =
                "Holds the shared tables against the source as it is now, and the API against the plan. Reads only.",
        footer = {
            "",
            "Exit code 0: green. 3: what is not well is listed.",
            "",
            "Example:",
            "  ./trunkline migrate verify receiver"
        })
final class VerifyCommand implements Callable<Integer> {
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
        Findings findings;
        try (Platform open = platform.of(plan).open(console, "verify")) {
            boolean repointed = new StatusStep(open)
                    .status(plan, folder.path())
                    .path("leadsHere")
                    .asBoolean();
            findings = new VerifyStep(open, System.getenv(), InstantSource.system(), console)
                    .run(plan, folder.path(), repointed);
        }
        console.counts("Found:", findings.counts());
        findings.faults().forEach(fault -> console.say("  NOT WELL  " + fault));
        console.say(findings.green() ? "green" : "red");
        ObjectNode node = JsonMapper.builder().build().createObjectNode().put("green", findings.green());
        findings.counts().forEach(node.putObject("counts")::put);
        findings.faults().forEach(node.putArray("faults")::add);
        console.tell(node);
        return findings.green() ? Exit.DONE : Exit.FINDINGS;
    }
}
