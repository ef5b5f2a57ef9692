package io.trunkline.local.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code ./trunkline}'s commands. */
@Command(
        name = "trunkline",
        description = "One WebSocket endpoint that many apps share.",
        subcommands = {
            UpCommand.class,
            TokenCommand.class,
            KeysCommand.class,
            PublishCommand.class,
            DisconnectCommand.class,
            PresenceCommand.class,
            ConnectionsCommand.class,
            UsageCommand.class,
            SweepCommand.class,
            DlqCommand.class,
            DemoCommand.class,
            TenantsCommand.class
        },
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        int status = new CommandLine(new Main())
                .registerConverter(java.time.Duration.class, Durations::parse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Main::tell)
                .execute(arguments);
        System.exit(status);
    }

    /** What an operator can mend is one line; what only we can mend brings its stack trace. */
    private static int tell(Exception failure, CommandLine command, CommandLine.ParseResult ignored) {
        if (failure instanceof OperatorException) {
            command.getErr().println("trunkline: " + failure.getMessage());
        } else {
            command.getErr().println("trunkline: a fault of Trunkline itself; please report it with what follows");
            failure.printStackTrace(command.getErr());
        }
        return CommandLine.ExitCode.SOFTWARE;
    }
}
