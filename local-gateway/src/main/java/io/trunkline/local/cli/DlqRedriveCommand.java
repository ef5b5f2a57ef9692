package io.trunkline.local.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline dlq redrive}: tries dead letters again. */
@Command(
        name = "redrive",
        mixinStandardHelpOptions = true,
        description = "Puts dead letters back into the fan-out queue, with all their attempts before them.",
        footer = {"", "Example:", "  ./trunkline dlq redrive --tenant wizz"})
final class DlqRedriveCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", description = "Only this tenant's.")
    private Optional<String> tenant = Optional.empty();

    @Option(
            names = "--limit",
            defaultValue = "1000",
            description = "Messages that are looked at, at most. Default: 1000.")
    private int limit;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        int moved = RunningPlatform.find(common.data(), "--data")
                .withQueues(queues -> queues.redrive(limit, letter -> DlqCommand.isOf(letter, tenant)));
        spec.commandLine()
                .getOut()
                .println(json ? "{\"redriven\":" + moved + "}" : moved + " put back into the fan-out queue");
        return 0;
    }
}
