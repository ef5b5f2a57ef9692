package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiKey;
import io.trunkline.core.apikey.ApiKeyId;
import io.trunkline.routing.key.MalformedKeyException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./trunkline keys revoke}. */
@Command(
        name = "revoke",
        mixinStandardHelpOptions = true,
        description = "Ends a key for good, within 30 seconds everywhere.",
        footer = {"", "Example:", "  ./trunkline keys revoke wizz.4f0c9a1be27d5536"})
final class KeysRevokeCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Parameters(paramLabel = "KEY", description = "The key's id, as ./trunkline keys list shows it.")
    private String key = "";

    @Override
    public Integer call() {
        ApiKeyId id = id(key);
        ApiKey revoked = RunningPlatform.find(common.data(), "--data")
                .withKeys(keys -> keys.revoke(id))
                .orElseThrow(() -> new OperatorException("there is no key " + id + "; see ./trunkline keys list"));
        spec.commandLine()
                .getOut()
                .println("key " + id + " is revoked since "
                        + revoked.revokedAt().map(Object::toString).orElse("now")
                        + "; functions that just used it let it go within 30 seconds");
        return 0;
    }

    static ApiKeyId id(String text) {
        if (text.startsWith("tlk_")) {
            throw new OperatorException("name the key by its id, as ./trunkline keys list shows it; the key's own text"
                    + " is a secret and does not belong on a command line");
        }
        try {
            return ApiKeyId.parse(text);
        } catch (MalformedKeyException e) {
            throw new OperatorException("'" + text + "' is no key's id: " + e.getMessage(), e);
        }
    }
}
