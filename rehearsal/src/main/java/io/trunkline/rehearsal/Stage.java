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
import io.trunkline.routing.key.EntityRef;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
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
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Everything that a rehearsal needs, set up: the platform, the older app with its clients and back end. */
final class Stage implements AutoCloseable {
    private static final String REGION = "us-east-1";
    private static final String PLATFORM_STAGE = "dev";

    private static final int AT_ONCE = 32;
    private static final int CONCURRENCY = 16;
    /** Above the serial numbers of all others. */
    private static final int UPDATES = 90_000;

    private static final int CANARY = 99_999;

    /** Longer than any rehearsal. */
    private static final Duration TOKENS = Duration.ofHours(4);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Ledger up = new Ledger();
    private final Ledger down = new Ledger();
    private final Handshakes handshakes = new Handshakes();
    private final Crowd crowd = new Crowd();
    private final OlderBook book;
    private final OlderFunction function;
    private final Backend backend;
    private final Migration migration;
    private final Comers comers;
    private final Callable<Client> updated;
    private final URI shared;
    private final Duration pause;
    private final List<String> byHand;
    private final LocalAccount account;
    private final URI door;
    private final String stack;

    private Stage(Rehearsal.Options options, Consumer<String> progress) throws Exception {
        try {
            OlderSystem system = options.system();
            GatewayEndpoint api = system.api();
            Path work = Files.createTempDirectory("trunkline-rehearsal");
            own(() -> deleteAll(work));
            List<TenantFile> tenants = tenants(work, system);
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
            progress.accept("starting the older app, " + system + ", with an API, a function and a store of its own");
            OlderStore store = system.store(local.dynamoUri(), REGION, credentials);
            own(store.records());
            book = new OlderBook(store.records());
            OlderWire wire = system.wire();
            function = new OlderFunction(
                    book,
                    wire,
                    own(new ApiGatewayConnections(
                            new ManagementUrls(REGION, management, Map.of()), credentials, AT_ONCE)),
                    api,
                    InstantSource.system());
            account = local.openAccount();
            stack = system + "-regional-" + api.stage();
            String handler = system + "-websocket-handler-" + api.stage();
            door = account.open(
                    api.apiId(),
                    system + "-websocket-" + api.stage(),
                    api.stage(),
                    stack,
                    new HostedFunction(handler, "nodejs20.x", store.variables(), function));
            store.tables()
                    .forEach((logicalId, table) -> account.owned(table, stack, logicalId, "AWS::DynamoDB::Table"));
            HttpClient http = own(HttpClient.newHttpClient());
            DynamoAdmin admin = own(DynamoAdmin.at(local.dynamoUri(), REGION, credentials, local.tables()));
            String key = new ApiKeys(admin.apiKeys(), new SecureRandom(), InstantSource.system())
                    .create(system.app().tenant(), "rehearsal", Set.of(ApiScope.PUBLISH), Optional.empty())
                    .text();
            backend = new Backend(function, wire, http, local.httpUri(), key, down);
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
            migration = new Migration(platform, admin, system, store, account.websocketFunction(), work);
            App app = tenants.getFirst()
                    .reading()
                    .tenant()
                    .app(system.app().app())
                    .orElseThrow();
            IntFunction<Person> people = serial -> person(system, app, local, serial);
            shared = local.webSocketUri(system.app());
            byHand = byHand(system, store, local, account, management, door, handler, key, people.apply(CANARY));
            progress.accept("connecting " + options.clients() + " clients to the older API");
            own(() -> crowd.all().forEach(Client::end));
            connect(http, door, options.clients(), people, wire);
            comers = own(new Comers(
                    crowd,
                    door,
                    serial -> new Client(http, handshakes, people.apply(serial), wire, up, down, this::ended),
                    options.newcomers(),
                    options.clients(),
                    RandomGenerator.getDefault()));
            pause = options.pause();
            ClientWire current = new NativeWire(wire::numberOf);
            AtomicInteger serials = new AtomicInteger(UPDATES);
            updated = () -> {
                Client client = new Client(
                        http, handshakes, people.apply(serials.incrementAndGet()), current, up, down, _ -> {});
                client.connect(door);
                return client;
            };
            comers.begin();
        } catch (Exception | Error e) {
            close();
            throw e;
        }
    }

    private void ended(Client client) {
        comers.ended(client);
    }

    /** With a token that the app's own back end would mint. */
    private static Person person(OlderSystem system, App app, LocalPlatform local, int serial) {
        Person person = system.person(serial);
        String token = local.tokens()
                .token(
                        new TokenWish(
                                app,
                                Optional.of(EntityRef.parse(person.entity())),
                                Optional.of(person.user()),
                                system.roles(),
                                system.claims(person)),
                        List.of(),
                        InstantSource.system().instant(),
                        TOKENS);
        return new Person(serial, person.entity(), person.user(), token);
    }

    static Stage set(Rehearsal.Options options, Consumer<String> progress) throws Exception {
        return new Stage(options, progress);
    }

    private void connect(HttpClient http, URI door, int count, IntFunction<Person> people, OlderWire wire)
            throws Exception {
        try (ExecutorService workers = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<Client>> opening = new ArrayList<>();
            for (int i = 1; i <= count; i++) {
                int serial = i;
                opening.add(workers.submit(() -> {
                    Client client = new Client(http, handshakes, people.apply(serial), wire, up, down, _ -> {});
                    client.connect(door);
                    return client;
                }));
            }
            for (Future<Client> opened : opening) {
                crowd.stays(opened.get());
            }
        }
    }

    /** What a shell says to take each step by hand. */
    private static List<String> byHand(
            OlderSystem system,
            OlderStore store,
            LocalPlatform local,
            LocalAccount account,
            String management,
            URI door,
            String handler,
            String key,
            Person canary) {
        GatewayEndpoint api = system.api();
        String where = "--endpoint " + local.dynamoUri() + " --control-endpoint " + account.controlUri();
        String all = where + " --management-url '" + management + "'";
        String older = " '" + door + "?token={token}' ";
        String shared = " '" + local.webSocketUri(system.app()) + "?token={token}' ";
        return List.of(
                "export PLATFORM_KEY=" + key + " CANARY_TOKEN=" + canary.token() + " AWS_ACCESS_KEY_ID="
                        + local.credentials().accessKeyId() + " AWS_SECRET_ACCESS_KEY="
                        + local.credentials().secretAccessKey() + " AWS_REGION=" + REGION,
                "./trunkline migrate discover --api " + api.apiId() + " " + where,
                "./trunkline migrate plan --out receiver --mapping " + system.mapping() + " --dialect "
                        + system.dialect() + " " + store.options() + " --api " + api + " --function "
                        + account.websocketFunction() + " --set-env " + handler + ":PUSH_URL=" + local.httpUri()
                        + "/v1/publish " + all,
                "./trunkline migrate apply receiver " + all,
                "./trunkline migrate verify receiver " + all,
                "./trunkline migrate verify receiver --probe-token-env CANARY_TOKEN --probe" + older
                        + "--probe-frame '" + system.ping() + "' --probe-expect " + system.pong() + " --probe" + shared
                        + "--probe-subprotocol trunkline.v1 " + all,
                "./trunkline migrate apply receiver --phase watch " + all,
                "./trunkline migrate apply receiver --phase watch --for 20 --every 5 --canary" + older + "--canary"
                        + shared + "--canary-subprotocol trunkline.v1 --canary-entity " + canary.entity()
                        + " --canary-http "
                        + local.httpUri() + " --canary-key-env PLATFORM_KEY --canary-token-env CANARY_TOKEN " + all,
                "./trunkline migrate apply receiver --phase invite --url " + local.webSocketUri(system.app()) + " "
                        + all,
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
        account.takenOutOf(stack);
    }

    private static List<TenantFile> tenants(Path work, OlderSystem system) throws IOException {
        Path folder = Files.createDirectories(work.resolve("tenants"));
        try (InputStream in = Stage.class.getResourceAsStream("/tenants/" + system.tenantFile())) {
            if (in == null) {
                throw new IllegalStateException("the rehearsal's tenant is not in this package");
            }
            Files.write(folder.resolve(system.tenantFile()), in.readAllBytes());
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

    /** Those who stay throughout. */
    List<Client> clients() {
        return crowd.stayers();
    }

    Handshakes handshakes() {
        return handshakes;
    }

    Crowd crowd() {
        return crowd;
    }

    Comers comers() {
        return comers;
    }

    /** Connects an update of the app, which speaks the platform's own wire, through the older door. */
    Client updated() throws Exception {
        return updated.call();
    }

    /** Where whoever moves connects. */
    URI sharedUri() {
        return shared;
    }

    Duration pause() {
        return pause;
    }

    OlderRecords tables() {
        return book.records();
    }

    OlderBook book() {
        return book;
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
