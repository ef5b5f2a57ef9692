package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.IssuedApiKey;
import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.TenantId;
import java.security.SecureRandom;
import java.time.InstantSource;
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

/** {@code ./trunkline tenants key}: an API key of a deployed stage, told once. */
@Command(
        name = "key",
        mixinStandardHelpOptions = true,
        description = "Makes an API key of a tenant of a deployed stage, and prints it alone, once.",
        footer = {
            "",
            "Example, straight into the secret that SharedWebSocketApp reads:",
            "  ./trunkline tenants key --stage dev --tenant wizz --scope publish --name orders | aws secretsmanager"
                + " create-secret --name trunkline/WizzUser/dev/wizz/order-receiver --secret-string file:///dev/stdin"
        })
final class TenantsKeyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private DeployedStage stage = new DeployedStage();

    @Option(names = "--tenant", required = true, description = "The tenant that the key is for.")
    private String tenant = "";

    @Option(names = "--scope", required = true, split = ",", description = "publish, read, admin; with commas between.")
    private List<String> scopes = List.of();

    @Option(names = "--name", defaultValue = "", description = "What to call it, such as the backend's name.")
    private String name = "";

    @Override
    public Integer call() {
        Set<ApiScope> parsed = new LinkedHashSet<>();
        scopes.forEach(scope -> parsed.add(ApiScope.parse(scope.strip())
                .orElseThrow(() -> new OperatorException("--scope: '" + scope + "' is none of publish, read, admin"))));
        IssuedApiKey issued = stage.tables(admin -> {
            TenantId id = id();
            if (!admin.registry().tenants().contains(id)) {
                throw new OperatorException("--tenant: the stage has no tenant '" + tenant
                        + "'; write its file and run ./trunkline tenants load first");
            }
            return new ApiKeys(admin.apiKeys(), new SecureRandom(), InstantSource.system())
                    .create(id, name, parsed, Optional.empty());
        });
        spec.commandLine().getErr().println("key " + issued.key().id() + "; send what follows as x-api-key");
        spec.commandLine().getOut().println(issued.text());
        return 0;
    }

    private TenantId id() {
        try {
            return new TenantId(tenant);
        } catch (MalformedKeyException e) {
            throw new OperatorException("--tenant: " + e.getMessage(), e);
        }
    }
}
