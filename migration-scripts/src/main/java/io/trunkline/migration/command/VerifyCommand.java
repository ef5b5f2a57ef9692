package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Findings;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.Probe;
import io.trunkline.migration.step.StatusStep;
import io.trunkline.migration.step.VerifyStep;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
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
            "Examples:",
            "  ./trunkline migrate verify receiver",
            "  ./trunkline migrate verify receiver --probe-token-env TOKEN --probe 'wss://OLDER/dev?token={token}' \\",
            "      --probe 'wss://SHARED/prod?token={token}'"
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

    @Option(
            names = "--probe",
            paramLabel = "URL",
            description =
                    "A door that a client of its own is sent through, as wss://HOST/STAGE?token={token}; name both"
                            + " doors. It connects, says one frame, waits for an answer and goes. May be repeated.")
    private List<String> probes = List.of();

    @Option(
            names = "--probe-token-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the token of the probes, in the place of {token}.")
    private Optional<String> tokenVariable = Optional.empty();

    @Option(
            names = "--probe-frame",
            paramLabel = "TEXT",
            defaultValue = "{\"action\":\"ping\",\"id\":\"probe\"}",
            description = "What the probes say, in the door's dialect. Default: the native ping.")
    private String frame = "";

    @Option(names = "--probe-subprotocol", paramLabel = "NAME", description = "What the probes offer. Default: none.")
    private Optional<String> subprotocol = Optional.empty();

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
        if (probes.isEmpty()) {
            console.say("No message was sent through the doors: name them by --probe.");
        }
        findings = VerifyStep.probed(
                findings,
                probes.stream().map(door -> new Probe(door, frame, subprotocol)).toList(),
                tokenVariable.map(name -> Optional.ofNullable(System.getenv(name))
                        .orElseThrow(() -> new OperatorException("--probe-token-env: there is no variable " + name))));
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
