package io.trunkline.local.cli;

import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.app.App;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.auth.ServiceTokens;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.issuer.AppTokens;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.issuer.TokenWish;
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
        description = {
            "Prints a token that `./trunkline up` on this machine accepts, and nothing else. Where the app has issuers",
            "of its own, it is what the system's back end would have minted: the same claims, signed by a secret of",
            "this machine, or by this machine's issuer."
        },
        footer = {
            "",
            "Examples:",
            "  ./trunkline token --app wizz/customers --entity customer/c-1",
            "  ./trunkline token --app wizz/order-receiver --entity merchant/m-42 --user u-1 --role manager --ttl 8h",
            "  wscat -c \"ws://127.0.0.1:3001/dev?token=$(./trunkline token --tenant wizz --app drivers --entity"
                    + " driver/d-7)\"",
            "  curl -H \"Authorization: Bearer $(./trunkline token --service --tenant wizz --scope publish,read)\""
                    + " http://127.0.0.1:3002/v1/status"
        })
final class TokenCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--tenant", description = "The tenant, as in tenants/; may stand in --app too, as wizz/customers.")
    private String tenant = "";

    @Option(names = "--app", description = "The tenant's app that the token is for; not with --service.")
    private String app = "";

    @Option(
            names = "--entity",
            description = "Whom it stands for, as type/id: customer/c-1; not with --service. May be left out where the"
                    + " app finds it by the user's memberships.")
    private String entity = "";

    @Option(
            names = "--service",
            description = "A token for the HTTP API, as a backend would have, in place of an app's.")
    private boolean service;

    @Option(
            names = "--scope",
            split = ",",
            paramLabel = "SCOPE",
            description = "With --service: publish, read, admin; separated by commas.")
    private List<ApiScope> scopes = List.of();

    @Option(names = "--user", description = "The user, or the service's name; the entity's id unless given.")
    private Optional<String> user = Optional.empty();

    @Option(names = "--role", description = "A role of the user. May be repeated.")
    private List<String> roles = List.of();

    @Option(
            names = "--claim",
            paramLabel = "NAME=VALUE",
            description = "A value of a scope, such as branch=b-1, or a further claim. May be repeated.")
    private Map<String, String> claims = Map.of();

    @Option(names = "--ttl", defaultValue = "1h", description = "How long it is valid: 30s, 15m, 1h, 2d. Default: 1h.")
    private Duration ttl = Duration.ofHours(1);

    @Override
    public Integer call() {
        int slash = app.indexOf('/');
        if (slash >= 0 && (tenant.isEmpty() || tenant.equals(app.substring(0, slash)))) {
            tenant = app.substring(0, slash);
            app = app.substring(slash + 1);
        }
        if (tenant.isEmpty()) {
            throw new OperatorException("--tenant says whose token it is; or --app with it, as wizz/customers");
        }
        TenantReading.Valid registered = Tenants.load(common.tenants()).stream()
                .map(TenantFile::reading)
                .filter(candidate -> candidate.tenant().id().value().equals(tenant))
                .findFirst()
                .orElseThrow(() -> new OperatorException("no tenant '" + tenant + "' in " + common.tenants()));
        return printed(service ? serviceToken() : appToken(registered));
    }

    private String appToken(TenantReading.Valid registered) {
        requireApp();
        Map<AppId, App> apps = registered.tenant().apps();
        App registeredApp = Optional.ofNullable(apps.get(appId()))
                .orElseThrow(() -> new OperatorException("tenant " + tenant + " has no app '" + app + "'; it has "
                        + apps.keySet().stream().map(AppId::value).sorted().collect(Collectors.joining(", "))));
        Optional<EntityRef> ref = entity.isEmpty() ? Optional.empty() : Optional.of(entityRef());
        if (ref.isPresent() && !registeredApp.types().contains(ref.get().type())) {
            spec.commandLine()
                    .getErr()
                    .println("trunkline: app " + app + " does not admit the type "
                            + ref.get().type() + "; the token will be refused with 403");
        }
        try {
            return AppTokens.open(common.data())
                    .token(
                            new TokenWish(registeredApp, ref, user, roles, claims),
                            registered.memberships(),
                            Instant.now(),
                            ttl);
        } catch (IllegalArgumentException e) {
            throw new OperatorException(e.getMessage() + "; say it by --entity, and --user where it is another", e);
        }
    }

    private int printed(String token) {
        spec.commandLine().getOut().println(token);
        return 0;
    }

    private void requireApp() {
        if (app.isEmpty() || (entity.isEmpty() && user.isEmpty())) {
            throw new OperatorException("--app and --entity say whom the token is for; or --service for a backend's");
        }
        if (!scopes.isEmpty()) {
            throw new OperatorException("--scope goes with --service; an app's scopes are claims: --claim branch=b-1");
        }
    }

    private String serviceToken() {
        if (!app.isEmpty() || !entity.isEmpty() || !roles.isEmpty()) {
            throw new OperatorException("--service goes without --app, --entity and --role: a backend is no entity");
        }
        if (scopes.isEmpty()) {
            throw new OperatorException("--service needs --scope publish,read,admin or some of these");
        }
        Map<String, Object> all = new LinkedHashMap<>(claims);
        all.put(
                LocalIssuer.SCOPE_CLAIM,
                scopes.stream()
                        .map(scope -> ServiceTokens.SCOPE_PREFIX + scope)
                        .distinct()
                        .collect(Collectors.joining(" ")));
        return LocalIssuer.open(common.data())
                .token(LocalIssuer.serviceAudience(tenant), user.orElse("local"), all, Instant.now(), ttl);
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
