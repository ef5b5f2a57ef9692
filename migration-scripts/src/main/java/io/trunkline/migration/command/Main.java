package io.trunkline.migration.command;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.source.SourceException;
import io.trunkline.migration.template.TemplateCommand;
import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.core.exception.SdkException;

/** Entry point of {@code ./trunkline migrate}. */
@Command(
        name = "trunkline migrate",
        description =
                "Moves an app's connections from its own API onto the shared one, and back, with no forced reconnect.",
        subcommands = {
            DiscoverCommand.class,
            PlanCommand.class,
            ApplyCommand.class,
            VerifyCommand.class,
            StatusCommand.class,
            RollbackCommand.class,
            CleanupCommand.class,
            TemplateCommand.class
        },
        footer = {
            "",
            "The whole of it on this machine, with live clients: ./trunkline migrate rehearse",
            "What each step does, and what its exit codes mean: docs/migration.md."
        },
        mixinStandardHelpOptions = true)
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    private Main() {}

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say which step: see below");
    }

    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    /** The commands with their converters and their words for failures, to be run in this process. */
    public static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Main::tell);
    }

    /** What an operator can mend is one line; what only we can mend brings its stack trace. */
    private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
        if (failure instanceof OperatorException || failure instanceof SourceException) {
            command.getErr().println("trunkline: " + failure.getMessage());
        } else if (failure instanceof SdkException refused) {
            command.getErr().println("trunkline: " + Refusals.words(refused));
        } else if (failure instanceof UncheckedIOException file) {
            // a full disk, or a folder that may not be written; what was done so far is in the journal
            Throwable cause = file.getCause();
            String why = cause == null ? "" : String.valueOf(cause.getMessage());
            String what = String.valueOf(file.getMessage());
            command.getErr()
                    .println("trunkline: " + (what.contains(why) ? what : what + " (" + why + ")")
                            + "; mend that, and the same command goes on");
        } else {
            command.getErr().println("trunkline: a fault of Trunkline itself; please report it with what follows");
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
