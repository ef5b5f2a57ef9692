package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.IssuedApiKey;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline keys create}: the key alone on stdout, its id on stderr. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Makes a key and prints it, and nothing else; it cannot be shown again.",
        footer = {"", "Example:", "  ./trunkline keys create --tenant wizz --scope publish,read --name orders"})
final class KeysCreateCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", required = true, description = "The tenant that the key is for.")
    private String tenant = "";

    @Option(
            names = "--scope",
            required = true,
            split = ",",
            description = "What its holder may do: publish, read, admin; several with commas between.")
    private List<String> scopes = List.of();

    @Option(names = "--name", defaultValue = "", description = "What to call it in lists, such as the backend's name.")
    private String name = "";

    @Option(names = "--ttl", description = "How long it is valid: 1h, 30d. Without end unless given.")
    private Optional<Duration> ttl = Optional.empty();

    @Override
    public Integer call() {
        RunningPlatform platform = RunningPlatform.find(common.data(), "--data");
        TenantId id = platform.tenant(tenant);
        Set<ApiScope> parsed = new LinkedHashSet<>();
        scopes.forEach(scope -> parsed.add(ApiScope.parse(scope.strip())
                .orElseThrow(() -> new OperatorException("--scope: '" + scope + "' is none of publish, read, admin"))));
        IssuedApiKey issued;
        try {
            issued = platform.withKeys(keys -> keys.create(id, name, parsed, ttl));
        } catch (IllegalArgumentException e) {
            throw new OperatorException("--name: " + e.getMessage(), e);
        }
        spec.commandLine().getErr().println("key " + issued.key().id() + "; send what follows as x-api-key");
        spec.commandLine().getOut().println(issued.text());
        return 0;
    }
}
