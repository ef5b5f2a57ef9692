package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiKeyId;
import io.trunkline.core.apikey.RotateOutcome;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./trunkline keys rotate}: the new key alone on stdout, how long the old one opens on stderr. */
@Command(
        name = "rotate",
        mixinStandardHelpOptions = true,
        description = "Makes a key with the name and scopes of another and prints it; the old one ends after a grace.",
        footer = {"", "Example:", "  ./trunkline keys rotate wizz.4f0c9a1be27d5536 --grace 2d"})
final class KeysRotateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The old key's id, as ./trunkline keys list shows it.")
    private String key = "";

    @Option(names = "--grace", defaultValue = "1d", description = "How long the old key opens too. Default: 1d.")
    private Duration grace = Duration.ofDays(1);

    @Override
    public Integer call() {
        ApiKeyId id = KeysRevokeCommand.id(key);
        return switch (RunningPlatform.find(common.data(), "--data").withKeys(keys -> keys.rotate(id, grace))) {
            case RotateOutcome.Rotated(var issued, var oldUntil) -> {
                spec.commandLine()
                        .getErr()
                        .println("key " + issued.key().id() + " takes the place of " + id + ", which opens until "
                                + oldUntil);
                spec.commandLine().getOut().println(issued.text());
                yield 0;
            }
            case RotateOutcome.NoLiveKey _ ->
                throw new OperatorException("there is no key " + id
                        + " that has not ended; see ./trunkline keys list, or make one by ./trunkline keys create");
        };
    }
}
