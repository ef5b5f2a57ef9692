package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.plan.MigrationPlan;
import io.trunkline.migration.step.ApplyStep;
import io.trunkline.migration.step.Canary;
import io.trunkline.migration.step.CloseStep;
import io.trunkline.migration.step.InviteStep;
import io.trunkline.migration.step.Pace;
import io.trunkline.migration.step.Platform;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.random.RandomGenerator;
import picocli.CommandLine.ArgGroup;
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
            "platform, and imports once more whoever connected in between; all does these two where the plan says"
                    + " both.",
            "watch counts both sides; invite tells the clients behind the older door the new address; close takes the"
                    + " older door",
            "away when nobody is behind it, or from a day on that is named.",
            "",
            "Exit code 3: watch found connections that get nothing, or a canary got an event twice, late or not at all;"
                    + " close left",
            "somebody.",
            "",
            "Examples:",
            "  ./trunkline migrate apply receiver --phase import",
            "  ./trunkline migrate apply receiver --phase watch --for 600",
            "  ./trunkline migrate apply receiver --phase watch --for 600 \\",
            "      --canary 'wss://OLDER/dev?token={token}' \\",
            "      --canary 'wss://SHARED/prod?token={token}' \\",
            "      --canary-subprotocol trunkline.v1 --canary-entity merchant/canary \\",
            "      --canary-http https://api.example.com --canary-key-env KEY \\",
            "      --canary-token-env TOKEN",
            "  ./trunkline migrate apply receiver --phase invite \\",
            "      --url wss://rt.example.com/prod --rate 100",
            "  ./trunkline migrate apply receiver --phase close --date 2026-12-01"
        })
final class ApplyCommand implements Callable<Integer> {
    /** What is done. */
    enum Phase {
        IMPORT,
        REPOINT,
        ALL,
        WATCH,
        INVITE,
        CLOSE
    }

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private PlatformOptions platform = new PlatformOptions();

    @Mixin
    private Voice voice = new Voice();

    @Mixin
    private PlanFolder folder = new PlanFolder();

    @Option(
            names = "--phase",
            defaultValue = "ALL",
            description = "import, repoint, all, watch, invite or close. Default: all.")
    private Phase phase = Phase.ALL;

    @Option(
            names = "--for",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "watch: how long. Default: one look.")
    private int seconds;

    @Option(
            names = "--every",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "watch: from one look to the next; each reads the connections table once. Default: 30.")
    private int every = 30;

    @Option(
            names = "--ask",
            paramLabel = "COUNT",
            defaultValue = "1000",
            description = "watch: connections that the gateway is asked about in each look, at most. Default: 1000.")
    private int ask = 1000;

    @ArgGroup(exclusive = false, multiplicity = "0..*")
    private List<CanaryOptions.Door> canaryDoors = new ArrayList<>();

    @Mixin
    private CanaryOptions canaries = new CanaryOptions();

    @Option(names = "--url", description = "invite, close: where the clients are to connect, as wss://HOST/STAGE.")
    private Optional<URI> url = Optional.empty();

    @Option(
            names = "--rate",
            paramLabel = "COUNT",
            defaultValue = "100",
            description = "invite, close: clients a second, at most 450. Default: 100.")
    private int rate = 100;

    @Option(
            names = "--date",
            paramLabel = "YYYY-MM-DD",
            description = "close: the day (UTC) from which on the door is closed although somebody is behind it.")
    private Optional<LocalDate> date = Optional.empty();

    @Option(
            names = "--grace",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "close: from the last word to the end of a connection. Default: 30.")
    private int grace = 30;

    @Option(
            names = "--settle",
            paramLabel = "SECONDS",
            defaultValue = "35",
            description = "close: how long the platform may still know the door, and let somebody in. Default: 35.")
    private int settle = 35;

    @Override
    public Integer call() {
        Console console = voice.console(spec.commandLine());
        MigrationPlan plan = folder.read();
        try (Platform open =
                platform.of(plan).open(console, "apply " + phase.name().toLowerCase(Locale.ROOT))) {
            return switch (phase) {
                case IMPORT, REPOINT, ALL -> move(console, plan, open);
                case WATCH -> watch(console, plan, open);
                case INVITE -> invite(console, plan, open);
                case CLOSE -> close(console, plan, open);
            };
        }
    }

    private int move(Console console, MigrationPlan plan, Platform open) {
        ApplyStep step = new ApplyStep(open, System.getenv(), InstantSource.system(), console);
        if (phase != Phase.REPOINT) {
            report(console, "import", step.importRows(plan, folder.path(), "first"));
        }
        if (phase == Phase.REPOINT || (phase == Phase.ALL && !plan.changes().isEmpty())) {
            int made = step.repoint(plan, folder.path(), console::say);
            console.say(
                    made == 0
                            ? "The older API leads here already."
                            : made + " changes made: the older API leads here.");
            console.tell(JsonMapper.builder().build().createObjectNode().put("repointed", made));
            console.say("Whoever connected in between is brought along, and after 5 seconds once more.");
            step.importThoseInBetween(
                    plan,
                    folder.path(),
                    Sleeper.SYSTEM,
                    imported -> report(console, "import of those in between", imported));
        }
        console.say("Next: ./trunkline migrate verify " + folder.path());
        return Exit.DONE;
    }

    private int watch(Console console, MigrationPlan plan, Platform open) {
        if (seconds < 0 || every < 1 || ask < 0) {
            throw new OperatorException("--for and --ask are 0 or more, --every is at least 1");
        }
        Optional<Canary> canary = canaries.canary(canaryDoors);
        try {
            boolean well = new WatchPhase(open, console, InstantSource.system(), Sleeper.SYSTEM)
                    .run(plan, folder.path(), Duration.ofSeconds(seconds), Duration.ofSeconds(every), ask, canary);
            return well ? Exit.DONE : Exit.FINDINGS;
        } finally {
            canary.ifPresent(Canary::close);
        }
    }

    private int invite(Console console, MigrationPlan plan, Platform open) {
        URI address = url.orElseThrow(
                () -> new OperatorException("--url: say where the clients are to connect, as wss://HOST/STAGE"));
        InviteStep.Tally tally =
                new InviteStep(open, InstantSource.system(), console).run(plan, folder.path(), address, pace());
        console.say(String.format(
                Locale.ROOT,
                "%,d clients were told to go to %s; %,d had ended, %,d may not have heard it and are not told again.",
                tally.told(),
                address,
                tally.gone(),
                tally.unsure()));
        if (tally.before() > 0) {
            console.say(
                    String.format(Locale.ROOT, "%,d were told by an earlier run and are still there.", tally.before()));
        }
        if (tally.wordless() > 0) {
            console.say(String.format(
                    Locale.ROOT,
                    "%,d speak a dialect that cannot name an address: they stay until their two hours are over, and"
                            + " come back to wherever their app leads them.",
                    tally.wordless()));
        }
        console.tell(JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("told", tally.told())
                .put("gone", tally.gone())
                .put("unsure", tally.unsure())
                .put("toldBefore", tally.before())
                .put("wordless", tally.wordless()));
        console.say("Next: ./trunkline migrate apply " + folder.path() + " --phase watch");
        return Exit.DONE;
    }

    private int close(Console console, MigrationPlan plan, Platform open) {
        CloseStep.Order order = new CloseStep.Order(date, url, Duration.ofSeconds(grace), Duration.ofSeconds(settle));
        CloseStep.Tally tally = new CloseStep(open, InstantSource.system(), Sleeper.SYSTEM, console)
                .run(plan, folder.path(), order, pace());
        console.say(String.format(
                Locale.ROOT,
                "The older door is closed. %,d had a last word, %,d none; %,d connections were closed; %,d are left.",
                tally.warned(),
                tally.wordless(),
                tally.cut(),
                tally.left()));
        console.say("Take the door out of the tenant's file as well: loading that file would open it again.");
        console.tell(JsonMapper.builder()
                .build()
                .createObjectNode()
                .put("warned", tally.warned())
                .put("wordless", tally.wordless())
                .put("closed", tally.cut())
                .put("left", tally.left()));
        console.say(
                tally.left() == 0
                        ? "Next: ./trunkline migrate cleanup " + folder.path()
                        : "Whoever is left goes by the same command.");
        return tally.left() == 0 ? Exit.DONE : Exit.FINDINGS;
    }

    private Pace pace() {
        return new Pace(rate, InstantSource.system(), Sleeper.SYSTEM, RandomGenerator.getDefault());
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
