package io.trunkline.rehearsal;

import io.trunkline.core.apigw.ApiGatewayConnections;
import io.trunkline.core.apigw.ManagementUrls;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.app.App;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import io.trunkline.local.control.HostedFunction;
import io.trunkline.local.issuer.TokenWish;
import io.trunkline.local.platform.LocalAccount;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.migration.step.Platform;
import io.trunkline.migration.step.PlatformPlace;
import io.trunkline.migration.step.SourcePlace;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Everything that a rehearsal needs, set up: the platform, the older app with its clients and back end. */
final class Stage implements AutoCloseable {
    static final String DIALECT = "wizz-merchant";

    private static final String REGION = "us-east-1";
    private static final String PLATFORM_STAGE = "dev";
    /** Another than the platform's: on this machine the stage tells APIs apart. */
    private static final GatewayEndpoint API = new GatewayEndpoint("receiver01", "older");

    private static final String FUNCTION = "order-receiver-websocket-handler-" + API.stage();

    /** Made the older app, until its resources are taken out of it. */
    private static final String STACK = "order-receiver-regional-" + API.stage();

    private static final AppKey APP = AppKey.parse("wizz/order-receiver");
    private static final EntityRef CANARY = EntityRef.parse("merchant/canary");
    private static final Duration TOKEN_TTL = Duration.ofHours(8);

    private static final int AT_ONCE = 32;
    private static final int CONCURRENCY = 16;

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Ledger up = new Ledger();
    private final Ledger down = new Ledger();
    private final List<MerchantClient> clients = new ArrayList<>();
    private final OlderTables tables;
    private final OlderFunction function;
    private final Backend backend;
    private final Migration migration;
    private final List<String> byHand;
    private final LocalAccount account;
    private final URI door;

    private Stage(Rehearsal.Options options, Consumer<String> progress) throws Exception {
        try {
            Path work = Files.createTempDirectory("trunkline-rehearsal");
            own(() -> deleteAll(work));
            List<TenantFile> tenants = tenants(work);
            LocalPlatform local = own(LocalPlatform.start(
                    new PlatformOptions(
                            options.root(),
                            work.resolve("data"),
                            true,
                            InetAddress.getLoopbackAddress(),
                            0,
                            0,
                            PLATFORM_STAGE,
                            REGION,
                            0,
                            Map.of(),
                            CONCURRENCY,
                            Duration.ofHours(1),
                            Map.of()),
                    tenants,
                    progress));
            AwsCredentialsProvider credentials = local.credentials().provider();
            String management = "http://127.0.0.1:" + local.webSocketUri().getPort() + "/{stage}";
            progress.accept("starting the older app, with an API, a function and tables of its own");
            tables = own(new OlderTables(local.dynamoUri(), REGION, credentials, API.stage()));
            tables.create();
            function = new OlderFunction(
                    tables,
                    own(new ApiGatewayConnections(
                            new ManagementUrls(REGION, management, Map.of()), credentials, AT_ONCE)),
                    API,
                    InstantSource.system());
            account = local.openAccount();
            door = account.open(
                    API.apiId(),
                    "order-receiver-websocket-" + API.stage(),
                    API.stage(),
                    STACK,
                    new HostedFunction(
                            FUNCTION,
                            "nodejs20.x",
                            Map.of("WEBSOCKET_CONNECTIONS_TABLE", tables.connectionsTable()),
                            function));
            account.owned(tables.connectionsTable(), STACK, "ConnectionsTable", "AWS::DynamoDB::Table");
            account.owned(tables.endpointsTable(), STACK, "EndpointsTable", "AWS::DynamoDB::Table");
            HttpClient http = own(HttpClient.newHttpClient());
            DynamoAdmin admin = own(DynamoAdmin.at(local.dynamoUri(), REGION, credentials, local.tables()));
            String key = new ApiKeys(admin.apiKeys(), new SecureRandom(), InstantSource.system())
                    .create(new TenantId("wizz"), "rehearsal", Set.of(ApiScope.PUBLISH), Optional.empty())
                    .text();
            backend = new Backend(function, http, local.httpUri(), key, down);
            Platform platform = own(new Platform(
                    new PlatformPlace(
                            REGION,
                            PLATFORM_STAGE,
                            local.tables().ecosystem(),
                            Optional.of(local.dynamoUri()),
                            Optional.of(account.controlUri()),
                            Optional.of(management),
                            AT_ONCE),
                    credentials));
            migration = new Migration(
                    platform,
                    admin,
                    new SourcePlace(
                            REGION,
                            Optional.of(local.dynamoUri()),
                            API.stage(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Optional.empty(),
                            Map.of()),
                    API,
                    account.websocketFunction(),
                    work);
            byHand = byHand(local, account, management, door, key, canaryToken(local, tenants));
            progress.accept("connecting " + options.clients() + " clients to the older API");
            own(() -> clients.forEach(MerchantClient::end));
            connect(http, door, options.clients());
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    static Stage set(Rehearsal.Options options, Consumer<String> progress) throws Exception {
        return new Stage(options, progress);
    }

    private void connect(HttpClient http, URI door, int count) throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<MerchantClient>> opening = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                String business = String.format("business_%05d", i);
                opening.add(workers.submit(() -> MerchantClient.connect(http, door, business, up, down)));
            }
            for (Future<MerchantClient> opened : opening) {
                clients.add(opened.get());
            }
        }
    }

    /** A token of the app's own kind, for probes and canaries. */
    private static String canaryToken(LocalPlatform local, List<TenantFile> tenants) {
        App app = tenants.stream()
                .flatMap(file -> file.reading().tenant().app(APP.app()).stream())
                .findFirst()
                .orElseThrow();
        return local.tokens()
                .token(
                        new TokenWish(app, Optional.of(CANARY), Optional.of("u-canary"), List.of(), Map.of()),
                        List.of(),
                        Instant.now(),
                        TOKEN_TTL);
    }

    /** What a shell says to take each step by hand. */
    private static List<String> byHand(
            LocalPlatform local, LocalAccount account, String management, URI door, String key, String token) {
        String where = "--endpoint " + local.dynamoUri() + " --control-endpoint " + account.controlUri();
        String all = where + " --management-url '" + management + "'";
        String older = " '" + door + "?token={token}' ";
        String shared = " '" + local.webSocketUri() + "?token={token}' ";
        return List.of(
                "export PLATFORM_KEY=" + key + " CANARY_TOKEN=" + token + " AWS_ACCESS_KEY_ID="
                        + local.credentials().accessKeyId() + " AWS_SECRET_ACCESS_KEY="
                        + local.credentials().secretAccessKey() + " AWS_REGION=" + REGION,
                "./trunkline migrate discover --api " + API.apiId() + " " + where,
                "./trunkline migrate plan --out receiver --mapping wizz-standalone --dialect " + DIALECT
                        + " --source-stage " + API.stage() + " --api " + API + " --function "
                        + account.websocketFunction() + " --set-env " + FUNCTION + ":PUSH_URL=" + local.httpUri()
                        + "/v1/publish " + all,
                "./trunkline migrate apply receiver " + all,
                "./trunkline migrate verify receiver " + all,
                "./trunkline migrate verify receiver --probe-token-env CANARY_TOKEN --probe" + older
                        + "--probe-frame '{\"type\":\"PING\"}' --probe-expect PONG --probe" + shared
                        + "--probe-subprotocol trunkline.v1 " + all,
                "./trunkline migrate apply receiver --phase watch " + all,
                "./trunkline migrate apply receiver --phase watch --for 20 --every 5 --canary" + older + "--canary"
                        + shared + "--canary-subprotocol trunkline.v1 --canary-entity " + CANARY + " --canary-http "
                        + local.httpUri() + " --canary-key-env PLATFORM_KEY --canary-token-env CANARY_TOKEN " + all,
                "./trunkline migrate apply receiver --phase invite --url " + local.webSocketUri() + " " + all,
                "./trunkline migrate apply receiver --phase close --date " + LocalDate.now(ZoneOffset.UTC) + " " + all,
                "./trunkline migrate status receiver " + all,
                "./trunkline migrate rollback receiver " + all,
                "./trunkline migrate cleanup receiver --yes " + all);
    }

    /** The lines with which each step is taken by hand; the first sets this machine's own throw-away credentials. */
    List<String> byHand() {
        return byHand;
    }

    /** Where the older app's clients connect. */
    URI door() {
        return door;
    }

    /** The account that all of this is in, with its control planes. */
    LocalAccount account() {
        return account;
    }

    /** As after a deploy of the older app's template without its API, function and tables: its stack owns nothing. */
    void takenOutOfTheStack() {
        account.takenOutOf(STACK);
    }

    private static List<TenantFile> tenants(Path work) throws IOException {
        Path folder = Files.createDirectories(work.resolve("tenants"));
        try (InputStream in = Stage.class.getResourceAsStream("/tenants/wizz.yaml")) {
            if (in == null) {
                throw new IllegalStateException("the rehearsal's tenant is not in this package");
            }
            Files.write(folder.resolve("wizz.yaml"), in.readAllBytes());
        }
        return switch (TenantFiles.load(folder)) {
            case TenantLoad.Loaded loaded -> loaded.files();
            case TenantLoad.Refused refused ->
                throw new IllegalStateException("the rehearsal's tenant does not fit: " + refused.problems());
        };
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    Ledger up() {
        return up;
    }

    Ledger down() {
        return down;
    }

    List<MerchantClient> clients() {
        return clients;
    }

    OlderTables tables() {
        return tables;
    }

    OlderFunction function() {
        return function;
    }

    Backend backend() {
        return backend;
    }

    Migration migration() {
        return migration;
    }

    private static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Override
    public void close() throws Exception {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }
}
