package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.Findings;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.Probe;
import io.trunkline.migration.step.StatusStep;
import io.trunkline.migration.step.VerifyStep;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
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
            "  ./trunkline migrate verify receiver --probe-token-env TOKEN \\",
            "      --probe 'wss://OLDER/dev?token={token}' \\",
            "      --probe-frame '{\"type\":\"PING\"}' --probe-expect PONG \\",
            "      --probe 'wss://SHARED/prod?token={token}' \\",
            "      --probe-subprotocol trunkline.v1"
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

    /**
     * One door, and how its probe speaks. Without Optional: picocli would set that in a group that nobody has named.
     */
    static final class DoorProbe {
        @Option(
                names = "--probe",
                required = true,
                paramLabel = "URL",
                description =
                        "A door that a client of its own is sent through, as wss://HOST/STAGE?token={token}; name both"
                                + " doors. It connects, says one frame, waits for its answer and goes. May be"
                                + " repeated, each with its own options behind it.")
        private String door = "";

        @Option(
                names = "--probe-frame",
                paramLabel = "TEXT",
                description = "What the --probe before it says, in its door's dialect; {token} in it is the token."
                        + " Default: the native ping.")
        private @Nullable String frame;

        @Option(
                names = "--probe-expect",
                paramLabel = "TEXT",
                description = "What the answer to it has in it. Default: the id of the native ping, anything for"
                        + " another frame.")
        private @Nullable String expect;

        @Option(
                names = "--probe-subprotocol",
                paramLabel = "NAME",
                description = "What the --probe before it offers. Default: none.")
        private @Nullable String subprotocol;

        Probe probe() {
            return new Probe(
                    door,
                    Optional.ofNullable(frame).orElse(Probe.PING),
                    Optional.ofNullable(subprotocol),
                    Optional.ofNullable(expect).or(() -> frame == null ? Optional.of(Probe.PINGED) : Optional.empty()));
        }
    }

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<DoorProbe> probes = new ArrayList<>();

    @Option(
            names = "--probe-token-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the token of the probes, in the place of {token}.")
    private Optional<String> tokenVariable = Optional.empty();

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        Findings findings;
        try (Platform open = platform.of(plan).open(console, "verify")) {
            ObjectNode status = new StatusStep(open).status(plan, folder.path());
            VerifyStep step = new VerifyStep(open, System.getenv(), InstantSource.system(), console);
            if (status.has("cleanedUp")) {
                console.say("A cleanup has removed " + status.path("cleanedUp").asText()
                        + ": there is no source to hold the rows against.");
                findings = step.afterCleanup(status.path("cleanedUp").asText().split(", ", -1).length);
            } else {
                findings =
                        step.run(plan, folder.path(), status.path("leadsHere").asBoolean());
            }
        }
        Optional<String> token = Variables.value("--probe-token-env", tokenVariable);
        if (probes.isEmpty()) {
            console.say("No message was sent through the doors: name them by --probe.");
        }
        findings = VerifyStep.probed(
                findings, probes.stream().map(DoorProbe::probe).toList(), token);
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
