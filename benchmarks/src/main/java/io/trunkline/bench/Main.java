package io.trunkline.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Entry point of {@code ./trunkline bench}. */
@Command(
        name = "bench",
        description = "Measures Trunkline on this machine. Nothing here is part of the tests.",
        subcommands = {FanOutBench.class, ChaosBench.class, UnitsBench.class},
        mixinStandardHelpOptions = true)
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Main()).setUsageHelpAutoWidth(true).execute(arguments));
    }
}
