package io.trunkline.migration.command;

import java.time.InstantSource;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** How a command speaks. */
final class Voice {
    @Option(names = "--json", description = "JSON lines, for scripts.")
    private boolean json;

    Console console(CommandLine command) {
        return new Console(
                command.getOut(),
                command.getErr(),
                json,
                Optional.ofNullable(System.console())
                        .filter(console -> console.isTerminal())
                        .isPresent(),
                InstantSource.system());
    }
}
