package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiKey;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.TenantId;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline keys list}: what there is, without any secret. */
@Command(
        name = "list",
        mixinStandardHelpOptions = true,
        description = "Lists a tenant's keys from the oldest, those that ended within the last week too.",
        footer = {
            "",
            "Examples:",
            "  ./trunkline keys list --tenant wizz",
            "  ./trunkline keys list --tenant wizz --all"
        })
final class KeysListCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", required = true, description = "The tenant whose keys are listed.")
    private String tenant = "";

    @Option(names = "--all", description = "Those that ended longer ago as well.")
    private boolean everything;

    @Override
    public Integer call() {
        RunningPlatform platform = RunningPlatform.find(common.data(), "--data");
        TenantId id = platform.tenant(tenant);
        Instant weekAgo = Instant.now().minus(Duration.ofDays(7));
        List<ApiKey> keys = platform.withKeys(all -> all.list(id)).stream()
                .filter(key -> everything || !hasEndedBefore(key, weekAgo))
                .toList();
        PrintWriter out = spec.commandLine().getOut();
        String row = "%-40s  %-18s  %-20s  %-30s  %s%n";
        out.printf(row, "KEY", "SCOPES", "CREATED", "STATE", "NAME");
        for (ApiKey key : keys) {
            out.printf(
                    row,
                    key.id(),
                    key.scopes().stream().sorted().map(ApiScope::toString).collect(Collectors.joining(",")),
                    key.createdAt(),
                    state(key),
                    key.name());
        }
        return 0;
    }

    private static boolean hasEndedBefore(ApiKey key, Instant time) {
        return Stream.concat(key.revokedAt().stream(), key.expiresAt().stream()).anyMatch(time::isAfter);
    }

    private static String state(ApiKey key) {
        return key.revokedAt()
                .map(at -> "revoked " + at)
                .or(() -> key.expiresAt().map(at -> (at.isAfter(Instant.now()) ? "until " : "expired ") + at))
                .orElse("live");
    }
}
