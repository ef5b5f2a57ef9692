package io.trunkline.rehearsal;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Entry point of {@code ./trunkline migrate rehearse}. */
@Command(
        name = "rehearse",
        mixinStandardHelpOptions = true,
        description = {
            "Plays a migration through on this machine: an older app with its own API, function and store, live"
                    + " clients, some of",
            "whom come and go, messages both ways all the time. Migrates it, rolls it back, migrates it again, and"
                    + " counts every",
            "message."
        },
        footer = {
            "",
            "Exit code 0: nothing was lost, nobody who was there had to connect again, and the rollback restored the"
                    + " source byte for byte. 3: what",
            "is not so is listed. 1: it could not be played.",
            "",
            "Examples:",
            "  ./trunkline migrate rehearse",
            "  ./trunkline migrate rehearse --clients 1000 --rate 100 --json",
            "  ./trunkline migrate rehearse --system careconnect",
            "  ./trunkline migrate rehearse --hold --clients 5"
        })
public final class Main implements Callable<Integer> {
    private static final int FINDINGS = 3;
    /** What a connection may say in a minute bounds what few clients can. */
    private static final int PER_CLIENT_A_SECOND = 2;
    /** One of so many clients comes and goes. */
    private static final int NEWCOMERS = 5;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--clients", defaultValue = "200", description = "Clients that stay connected. Default: 200.")
    private int clients = 200;

    @Option(
            names = "--system",
            defaultValue = "order-receiver",
            description = {
                "The older app: order-receiver (DynamoDB), careconnect (PostgreSQL) or manufacturing27 (MongoDB).",
                "Default: order-receiver."
            })
    private String system = "order-receiver";

    @Option(
            names = "--newcomers",
            paramLabel = "COUNT",
            description = "Clients who come and go at random moments, so many at a time, more or less; 0 for none."
                    + " Default: a fifth of --clients, with --hold none.")
    private Optional<Integer> newcomers = Optional.empty();

    @Option(
            names = "--rate",
            defaultValue = "40",
            description = "Messages a second in each direction, over all clients; at most two a client. Default: 40.")
    private int rate = 40;

    @Option(
            names = "--pause",
            paramLabel = "SECONDS",
            defaultValue = "3",
            description = "Between steps, while the messages go on. Default: 3.")
    private int pause = 3;

    @Option(names = "--json", description = "The report as one line of JSON.")
    private boolean json;

    @Option(
            names = "--hold",
            description = "Set everything up and wait: prints the commands with which each step is taken by hand.")
    private boolean hold;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, _) -> {
                    command.getErr().println("trunkline: the rehearsal could not be played: " + failure.getMessage());
                    failure.printStackTrace(command.getErr());
                    return CommandLine.ExitCode.SOFTWARE;
                });
    }

    @Override
    public Integer call() throws Exception {
        int coming = newcomers.orElse(hold ? 0 : Math.max(1, clients / NEWCOMERS));
        if (clients < 1 || rate < 1 || pause < 0 || coming < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--clients and --rate are at least 1, --newcomers and --pause are 0 or more");
        }
        OlderSystem older = OlderSystem.named(system)
                .orElseThrow(() -> new ParameterException(
                        spec.commandLine(), "--system: one of " + List.of(OlderSystem.values())));
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        Consumer<String> progress = line -> {
            if (!json) {
                err.println("· " + line);
                err.flush();
            }
        };
        Rehearsal rehearsal = new Rehearsal(
                new Rehearsal.Options(
                        Path.of(System.getProperty("trunkline.root", ".")),
                        older,
                        clients,
                        coming,
                        Math.min(rate, PER_CLIENT_A_SECOND * clients),
                        Duration.ofSeconds(pause)),
                progress);
        if (hold) {
            rehearsal.hold(line -> {
                out.println(line);
                out.flush();
            });
            return CommandLine.ExitCode.OK;
        }
        Report report = rehearsal.play();
        out.println(json ? report.json().toString() : report.text());
        out.flush();
        return report.passed() ? CommandLine.ExitCode.OK : FINDINGS;
    }
}
