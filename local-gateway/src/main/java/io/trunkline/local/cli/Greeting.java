package io.trunkline.local.cli;

import io.trunkline.core.app.App;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.routing.key.EntityType;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** What {@code up} says once it serves: a line to paste for each app, and what to type next. */
final class Greeting {
    private static final Duration TTL = Duration.ofHours(8);

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
            file.reading().tenant().apps().values().stream()
                    .sorted(Comparator.comparing(app -> app.key().toString()))
                    .forEach(app -> text.append(lines(app)));
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

    private String lines(App app) {
        EntityType type = app.types().stream()
                .min(Comparator.comparing(EntityType::value))
                .orElseThrow();
        String id = IDS.getOrDefault(type.value(), type.value().charAt(0) + "-1");
        String token = platform.issuer()
                .token(
                        app.key().toString(),
                        id,
                        Map.of(LocalIssuer.ENTITY_CLAIM, type + "/" + id, LocalIssuer.ROLES_CLAIM, List.of()),
                        Instant.now(),
                        TTL);
        String address = options.doors().containsKey(app.key())
                ? platform.webSocketUri(app.key()).toString()
                : platform.webSocketUri().toString();
        return "\n# %s as %s/%s\nnpx wscat -c \"%s?token=%s\"\n".formatted(app.key(), type, id, address, token);
    }
}
