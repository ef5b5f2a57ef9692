package io.trunkline.local.cli;

import io.trunkline.core.app.App;
import io.trunkline.core.app.Tenant;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.MalformedKeyException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline token}: the token alone on stdout, so that a script can take it as it is. */
@Command(
        name = "token",
        mixinStandardHelpOptions = true,
        description = "Prints a token that `./trunkline up` on this machine accepts, and nothing else.",
        footer = {
            "",
            "Examples:",
            "  ./trunkline token --tenant wizz --app customers --entity customer/c-1",
            "  ./trunkline token --tenant wizz --app order-receiver --entity merchant/m-42 --user u-1 --role manager"
                    + " --ttl 8h",
            "  wscat -c \"ws://127.0.0.1:3001/dev?token=$(./trunkline token --tenant wizz --app drivers --entity"
                    + " driver/d-7)\""
        })
final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", required = true, description = "The tenant, as in tenants/.")
    private String tenant = "";

    @Option(names = "--app", required = true, description = "The tenant's app that the token is for.")
    private String app = "";

    @Option(names = "--entity", required = true, description = "Whom it stands for, as type/id: customer/c-1.")
    private String entity = "";

    @Option(names = "--user", description = "The user; the entity's id unless given.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--role", description = "A role of the user. May be repeated.")
    private List<String> roles = List.of();

    @Option(
            names = "--claim",
            paramLabel = "NAME=VALUE",
            description = "A further claim, such as the scope branch=b-1. May be repeated.")
    private Map<String, String> claims = Map.of();

    @Option(names = "--ttl", defaultValue = "1h", description = "How long it is valid: 30s, 15m, 1h, 2d. Default: 1h.")
    private Duration ttl = Duration.ofHours(1);

    @Override
    public Integer call() {
        Tenant registered = Tenants.load(common.tenants()).stream()
                .map(file -> file.reading().tenant())
                .filter(candidate -> candidate.id().value().equals(tenant))
                .findFirst()
                .orElseThrow(() -> new OperatorException("no tenant '" + tenant + "' in " + common.tenants()));
        EntityRef ref = entityRef();
        App registeredApp = Optional.ofNullable(registered.apps().get(appId()))
                .orElseThrow(() -> new OperatorException("tenant " + tenant + " has no app '" + app + "'; it has "
                        + registered.apps().keySet().stream()
                                .map(AppId::value)
                                .sorted()
                                .collect(Collectors.joining(", "))));
        if (!registeredApp.types().contains(ref.type())) {
            spec.commandLine()
                    .getErr()
                    .println("trunkline: app " + app + " does not admit the type " + ref.type()
                            + "; the token will be refused with 403");
        }
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put(LocalIssuer.ENTITY_CLAIM, ref.toString());
        all.put(LocalIssuer.ROLES_CLAIM, roles);
        spec.commandLine()
                .getOut()
                .println(LocalIssuer.open(common.data())
                        .token(tenant + "/" + app, user.orElse(ref.id()), all, Instant.now(), ttl));
        return 0;
    }

    private AppId appId() {
        try {
            return new AppId(app);
        } catch (MalformedKeyException e) {
            throw new OperatorException("--app: " + e.getMessage(), e);
        }
    }

    private EntityRef entityRef() {
        try {
            return EntityRef.parse(entity);
        } catch (MalformedKeyException e) {
            throw new OperatorException("--entity: " + e.getMessage(), e);
        }
    }
}
