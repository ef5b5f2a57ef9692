package io.trunkline.local.cli;

import io.trunkline.core.app.App;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.EntityMapping;
import io.trunkline.core.app.Grant;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.Membership;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.issuer.TokenWish;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What {@code up} says once it serves: a line to paste for each app and door, and what to type next. */
final class Greeting {
    private static final Duration TTL = Duration.ofHours(8);
    private static final String NATIVE = "trunkline.v1";

    /** Ids that read well in examples; any other type gets its first letter. */
    private static final Map<String, String> IDS = Map.of("driver", "d-7", "customer", "c-1", "merchant", "m-42");

    private final LocalPlatform platform;
    private final List<TenantFile> tenants;
    private final PlatformOptions options;

    Greeting(LocalPlatform platform, List<TenantFile> tenants, PlatformOptions options) {
        this.platform = platform;
        this.tenants = tenants;
        this.options = options;
    }

    String text() {
        StringBuilder text =
                new StringBuilder("\nConnect an app of each kind, in a terminal each (tokens hold for 8 hours).\n");
        for (TenantFile file : tenants) {
            apps(file.reading())
                    .filter(app -> app.dialect().equals(NATIVE) || !platform.hasDoor(app.key()))
                    .forEach(app -> text.append(
                            line(app, file.reading(), platform.webSocketUri(), "", named(app) + selected(app, file))));
        }
        StringBuilder doors = new StringBuilder();
        for (TenantFile file : tenants) {
            apps(file.reading())
                    .filter(app -> platform.hasDoor(app.key()))
                    .forEach(app -> doors.append(line(
                            app,
                            file.reading(),
                            platform.webSocketUri(app.key()),
                            ", in " + dialect(app, file.reading()),
                            selected(app, file))));
        }
        if (!doors.isEmpty()) {
            text.append("\nOr as older apps do, each at a door of its own.\n").append(doors);
        }
        return text.append("""

            Then type into wizz's customer, and watch its merchant:

              {"action":"send","id":"1","to":{"entity":"merchant/m-42"},"event":"order.created","data":{"order":"o-9"}}

            Post to a socket as a backend does (hello tells a client its connectionId; the data is base64):

              AWS_SHARED_CREDENTIALS_FILE=%s aws --region %s apigatewaymanagementapi post-to-connection \\
                --endpoint-url %s --connection-id ID --data aGVsbG8=

            More tokens: ./trunkline token --help   Functions' logs: %s   Tables: %s   Stop: Ctrl-C

            """.formatted(
                        platform.credentials().file(),
                        options.region(),
                        platform.webSocketUri().toString().replace("ws://", "http://"),
                        options.data().resolve("logs"),
                        options.inMemory() ? "in memory" : options.data().resolve("dynamodb")))
                .toString();
    }

    private static Stream<App> apps(TenantReading.Valid tenant) {
        return tenant.tenant().apps().values().stream()
                .sorted(Comparator.comparing(app -> app.key().toString()));
    }

    private String line(App app, TenantReading.Valid tenant, URI address, String how, String more) {
        EntityRef entity = example(app, tenant);
        String token = platform.tokens()
                .token(
                        new TokenWish(app, Optional.of(entity), Optional.empty(), List.of(), Map.of()),
                        tenant.memberships(),
                        Instant.now(),
                        TTL);
        return "\n# %s as %s%s\nnpx wscat -c \"%s?token=%s%s\"\n"
                .formatted(app.key(), entity, how, address, token, more);
    }

    private static String dialect(App app, TenantReading.Valid tenant) {
        return tenant.doors().stream()
                .filter(door -> door.app().equals(app.key()) && door.localPort().isPresent())
                .findFirst()
                .flatMap(Door::dialect)
                .orElse(app.dialect());
    }

    /** A token that names no issuer leads to no app. */
    private static String named(App app) {
        boolean nameless = app.issuers().stream()
                .findFirst()
                .filter(trust -> trust.issuer().isEmpty())
                .isPresent();
        return nameless ? "&app=" + app.key() : "";
    }

    /** Which of the entities that the user may speak for. */
    private static String selected(App app, TenantFile file) {
        return app.issuers().stream()
                .findFirst()
                .map(IssuerTrust::claims)
                .flatMap(claims -> claims.entity() instanceof EntityMapping.Membership membership
                        ? Optional.of("&" + membership.selectedBy() + "="
                                + example(app, file.reading()).id())
                        : Optional.empty())
                .orElse("");
    }

    /** One that the tenant's file lets in somewhere, so that there is something to try. */
    private static EntityRef example(App app, TenantReading.Valid tenant) {
        EntityType type = app.types().stream()
                .min(Comparator.comparing(EntityType::value))
                .orElseThrow();
        Stream<EntityRef> seeds = Stream.concat(
                        tenant.memberships().stream().map(Membership::standing),
                        tenant.grants().stream().map(Grant::standing))
                .flatMap(standing -> standing.asEntity().stream())
                .filter(entity -> app.types().contains(entity.type()));
        // who holds a scope by membership can be anybody who is called as the user is
        Stream<EntityRef> holders = tenant.memberships().stream()
                .filter(membership -> membership.standing().asScope().isPresent())
                .map(membership -> new EntityRef(type, membership.user()));
        return Stream.concat(seeds, holders)
                .findFirst()
                .orElseGet(() -> new EntityRef(
                        type, IDS.getOrDefault(type.value(), type.value().charAt(0) + "-1")));
    }
}
