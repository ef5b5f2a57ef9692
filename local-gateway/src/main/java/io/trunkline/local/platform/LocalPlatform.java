package io.trunkline.local.platform;

import io.trunkline.child.DynamoDbLocal;
import io.trunkline.core.app.App;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.KeySource;
import io.trunkline.core.app.TokenTrust;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.control.Account;
import io.trunkline.local.event.ApiIdentity;
import io.trunkline.local.event.ScheduledEvents;
import io.trunkline.local.http.LocalHttp;
import io.trunkline.local.issuer.AppTokens;
import io.trunkline.local.issuer.DevelopmentSecrets;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.route.Authorizer;
import io.trunkline.local.route.Integration;
import io.trunkline.local.route.RouteSelectionExpression;
import io.trunkline.local.route.Routes;
import io.trunkline.local.runtime.FunctionSpec;
import io.trunkline.local.runtime.LambdaFunction;
import io.trunkline.local.runtime.LambdaPackage;
import io.trunkline.local.ws.Listening;
import io.trunkline.local.ws.WebSocketApi;
import io.trunkline.local.ws.WebSocketGateway;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A running platform. Closing it ends every part, the last started first. */
public final class LocalPlatform implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LocalPlatform.class);
    private static final String EVENT_BUS_ADDRESS = "AWS_ENDPOINT_URL_EVENTBRIDGE";
    private static final String MAIN_DOOR = "main";
    private static final String API_ID = "local";
    private static final String ACCOUNT = "000000000000";
    private static final Duration READY = Duration.ofSeconds(60);

    private final PlatformOptions options;
    private final Consumer<String> progress;
    private final TableLayout layout;
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final Map<AppKey, Integer> doorPorts = new LinkedHashMap<>();
    private final Map<FunctionLayout, FunctionLog> logs = new EnumMap<>(FunctionLayout.class);
    private final List<Long> children = new ArrayList<>();
    private final LocalIssuer issuer;
    private final DevelopmentSecrets secrets;
    private final LocalCredentials credentials;
    private Optional<WebSocketGateway> gateway = Optional.empty();
    private Optional<LambdaFunction> websocketFunction = Optional.empty();
    private int port;
    private URI http = URI.create("http://127.0.0.1");
    private URI dynamo = http;

    private LocalPlatform(PlatformOptions options, Consumer<String> progress) throws IOException {
        this.options = options;
        this.progress = progress;
        this.layout = new TableLayout(TableLayout.DEFAULT_ECOSYSTEM, options.stage());
        Files.createDirectories(options.data());
        this.issuer = LocalIssuer.open(options.data());
        this.secrets = new DevelopmentSecrets(options.data(), System.getenv());
        this.credentials = LocalCredentials.open(options.data());
    }

    /**
     * Starts everything and waits until it serves.
     *
     * @param progress takes a line for each step
     * @throws IOException where a part does not start; whatever had started is ended again
     */
    public static LocalPlatform start(PlatformOptions options, List<TenantFile> tenants, Consumer<String> progress)
            throws IOException {
        LocalPlatform platform = new LocalPlatform(options, progress);
        try {
            platform.startAll(tenants);
            return platform;
        } catch (IOException | RuntimeException e) {
            platform.close();
            throw e;
        }
    }

    private void startAll(List<TenantFile> tenants) throws IOException {
        // ports first: one that is taken is told before anything is started
        Forwarding httpApi = new Forwarding();
        http = own(startHttp(httpApi)).uri();
        // the functions need the gateway's port and the gateway needs the functions: the port is settled first
        Forwarding authorizer = new Forwarding();
        Forwarding websocket = new Forwarding();
        progress.accept("opening the WebSocket endpoint");
        List<LocalDoor> doors = LocalDoor.of(tenants, options);
        WebSocketGateway gateway = own(startGateway(authorizer, websocket, doors));
        this.gateway = Optional.of(gateway);
        port = gateway.port(MAIN_DOOR);
        doors.forEach(door -> doorPorts.putIfAbsent(door.app(), gateway.port(door.name())));

        progress.accept("starting DynamoDB Local" + (options.inMemory() ? " in memory" : ""));
        Path libraries = options.root().resolve("local-gateway/dynamodb-local/target/lib");
        DynamoDbLocal dynamoDb = own(
                options.inMemory()
                        ? DynamoDbLocal.inMemory(libraries)
                        : DynamoDbLocal.onDisk(libraries, options.data().resolve("dynamodb")));
        dynamo = dynamoDb.endpoint();
        children.add(dynamoDb.pid());

        progress.accept("starting ElasticMQ" + (options.inMemory() ? " in memory" : ""));
        LocalQueue queue = own(LocalQueue.start(options, QueueLayout.of(layout), ACCOUNT, credentials.provider()));
        children.add(queue.pid());

        progress.accept("unpacking the functions");
        Path taskRoot = LambdaPackage.unzip(
                options.root().resolve("platform-lambda/target/platform-lambda.zip"),
                options.data().resolve("lambda"));

        progress.accept("starting the functions");
        Map<String, String> environment = functionEnvironment(tenants);
        queue.addTo(environment);
        LambdaFunction authorizerFunction = own(startFunction(FunctionLayout.AUTHORIZER, taskRoot, environment));
        LambdaFunction websocketFunction = own(startFunction(FunctionLayout.WEBSOCKET, taskRoot, environment));
        LambdaFunction httpFunction = own(startFunction(FunctionLayout.HTTP, taskRoot, environment));
        LambdaFunction sweepFunction = own(startFunction(FunctionLayout.SWEEP, taskRoot, environment));
        LambdaFunction fanOutFunction = own(startFunction(FunctionLayout.FANOUT, taskRoot, environment));
        // closed before the functions: they handle the disconnects that its end brings about
        parts.remove(gateway);
        parts.push(gateway);

        progress.accept("creating the tables and loading " + tenants.size() + " tenants");
        try (DynamoAdmin admin = DynamoAdmin.at(dynamo, options.region(), credentials.provider(), layout)) {
            admin.createTables();
            new LocalRegistry(admin).load(tenants, http.resolve(LocalHttp.JWKS_PATH), ownDoors(doors));
        }

        awaitReady(authorizerFunction, FunctionLayout.AUTHORIZER);
        awaitReady(websocketFunction, FunctionLayout.WEBSOCKET);
        awaitReady(httpFunction, FunctionLayout.HTTP);
        awaitReady(sweepFunction, FunctionLayout.SWEEP);
        awaitReady(fanOutFunction, FunctionLayout.FANOUT);
        own(queue.poll(fanOutFunction));
        authorizer.open(authorizerFunction);
        websocket.open(websocketFunction);
        this.websocketFunction = Optional.of(websocketFunction);
        httpApi.open(httpFunction);
        own(SweepTimer.start(
                sweepFunction,
                new ScheduledEvents(options.region(), ACCOUNT, "sweep"),
                options.sweepEvery(),
                InstantSource.system()));
        LocalControl control = own(LocalControl.start(Map.of(FunctionLayout.SWEEP.functionName(), sweepFunction)));
        own((AutoCloseable) () -> RunningFile.delete(options.data()));
        new RunningFile(
                        ProcessHandle.current().pid(),
                        webSocketUri(),
                        http,
                        dynamo,
                        options.region(),
                        layout,
                        control.uri(),
                        control.token(),
                        queue.endpoint(),
                        doorUris())
                .write(options.data());
    }

    private LocalHttp startHttp(Forwarding httpApi) throws IOException {
        try {
            return new LocalHttp(
                    new InetSocketAddress(options.bind(), options.httpPort()),
                    issuer.jwks(),
                    ACCOUNT,
                    httpApi,
                    InstantSource.system());
        } catch (BindException e) {
            throw new IOException(
                    "port " + options.httpPort() + " cannot be listened on (" + e.getMessage()
                            + "); stop what holds it, or choose another by --http-port",
                    e);
        }
    }

    private WebSocketGateway startGateway(Forwarding authorizer, Forwarding websocket, List<LocalDoor> locals)
            throws IOException {
        List<io.trunkline.local.ws.Door> doors = new ArrayList<>();
        doors.add(new io.trunkline.local.ws.Door(MAIN_DOOR, options.port()));
        locals.forEach(door -> doors.add(new io.trunkline.local.ws.Door(door.name(), door.port(), door.domain())));
        Routes routes = new Routes(
                RouteSelectionExpression.parse("$request.body.action"),
                Map.of(
                        Routes.CONNECT, Integration.oneWay(websocket),
                        Routes.DISCONNECT, Integration.oneWay(websocket),
                        Routes.DEFAULT, Integration.replying(websocket)));
        WebSocketApi api = WebSocketApi.of(
                new ApiIdentity(API_ID, options.stage(), options.region(), ACCOUNT, Map.of()),
                new Listening(options.bind(), "127.0.0.1:{port}", doors),
                routes,
                Optional.of(new Authorizer(authorizer)));
        try {
            return WebSocketGateway.start(api, credentials.lookup(), InstantSource.system(), new SecureRandom());
        } catch (BindException e) {
            throw new IOException(e.getMessage() + " by --port, or all doors' by --door-base", e);
        }
    }

    private LambdaFunction startFunction(FunctionLayout function, Path taskRoot, Map<String, String> environment)
            throws IOException {
        FunctionLog log = own(FunctionLog.open(options.data().resolve("logs"), function.functionName()));
        logs.put(function, log);
        return LambdaFunction.start(
                new FunctionSpec(
                        function.functionName(),
                        taskRoot,
                        options.root().resolve("local-gateway/lambda-runtime/target"),
                        function.handler(),
                        function.memoryMegabytes(),
                        function.timeout(),
                        1,
                        options.concurrency(),
                        environment),
                log);
    }

    private void awaitReady(LambdaFunction function, FunctionLayout which) throws IOException {
        try {
            function.awaitReady(READY);
        } catch (IOException e) {
            FunctionLog log = logs.get(which);
            throw new IOException(e.getMessage() + (log == null ? "" : "\n" + log.lastWords()), e);
        }
        children.addAll(function.pids());
    }

    private Map<String, String> functionEnvironment(List<TenantFile> tenants) {
        Map<String, String> environment = new HashMap<>(namedSecrets(tenants));
        EnvironmentVariable.of(layout).forEach((variable, value) -> environment.put(variable.name(), value));
        for (EnvironmentVariable variable : EnvironmentVariable.values()) {
            String value = System.getenv(variable.name());
            if (value != null) {
                environment.put(variable.name(), value);
            }
        }
        environment.put("AWS_REGION", options.region());
        environment.put("AWS_ACCESS_KEY_ID", credentials.accessKeyId());
        environment.put("AWS_SECRET_ACCESS_KEY", credentials.secretAccessKey());
        environment.put("AWS_EC2_METADATA_DISABLED", "true");
        environment.put("AWS_ENDPOINT_URL_DYNAMODB", dynamo.toString());
        options.settings().forEach((variable, value) -> environment.put(variable.name(), value));
        eventBus(environment);
        environment.put(EnvironmentVariable.TRUNKLINE_ECOSYSTEM.name(), layout.ecosystem());
        environment.put(EnvironmentVariable.TRUNKLINE_STAGE.name(), layout.stage());
        environment.put(EnvironmentVariable.TRUNKLINE_MANAGEMENT_URL.name(), "http://127.0.0.1:" + port + "/{stage}");
        return environment;
    }

    /** Nothing on one machine calls AWS: a bus is told of only where the environment says at which address it is. */
    private static void eventBus(Map<String, String> environment) {
        String address = System.getenv(EVENT_BUS_ADDRESS);
        String bus = environment.getOrDefault(EnvironmentVariable.TRUNKLINE_EVENT_BUS.name(), "none");
        if (address != null) {
            environment.put(EVENT_BUS_ADDRESS, address);
        } else if (!bus.equals("none")) {
            environment.remove(EnvironmentVariable.TRUNKLINE_EVENT_BUS.name());
            LOG.warn("event bus {} is told nothing: set {} to an EventBridge of this machine", bus, EVENT_BUS_ADDRESS);
        }
    }

    /** The functions find the secrets that a tenant file names where it says, or where the local registry says. */
    private Map<String, String> namedSecrets(List<TenantFile> tenants) {
        Map<String, String> named = new HashMap<>();
        tenants.stream()
                .map(loaded -> loaded.reading().tenant())
                .flatMap(tenant -> Stream.concat(
                        tenant.apps().values().stream().map(App::issuers).flatMap(List::stream),
                        tenant.services().stream()))
                .map(TokenTrust::keys)
                .forEach(keys -> {
                    if (keys instanceof KeySource.SharedSecret(var reference)) {
                        named.put(DevelopmentSecrets.variable(reference), secrets.secret(reference));
                    }
                });
        return named;
    }

    /** The doors that no tenant's file has: each is known by its address. */
    private List<Door> ownDoors(List<LocalDoor> doors) {
        return doors.stream()
                .filter(door -> door.registered().isEmpty())
                .map(door -> new Door("127.0.0.1:" + doorPorts.get(door.app()), door.app(), Optional.empty()))
                .toList();
    }

    private Map<AppKey, URI> doorUris() {
        Map<AppKey, URI> uris = new HashMap<>();
        doorPorts.keySet().forEach(app -> uris.put(app, webSocketUri(app)));
        return uris;
    }

    private <T extends AutoCloseable> T own(T part) {
        parts.push(part);
        return part;
    }

    /** {@code ws://127.0.0.1:3001/dev}. */
    public URI webSocketUri() {
        return URI.create("ws://127.0.0.1:" + port + "/" + options.stage());
    }

    /** The door of one app. */
    public URI webSocketUri(AppKey app) {
        Integer doorPort = doorPorts.get(app);
        if (doorPort == null) {
            throw new IllegalArgumentException(app + " has no door of its own");
        }
        return URI.create("ws://127.0.0.1:" + doorPort + "/" + options.stage());
    }

    /** {@code http://127.0.0.1:3002}. */
    public URI httpUri() {
        return http;
    }

    /** DynamoDB Local, for whoever wants to look into the tables. */
    public URI dynamoUri() {
        return dynamo;
    }

    /** The names of the tables. */
    public TableLayout tables() {
        return layout;
    }

    public LocalIssuer issuer() {
        return issuer;
    }

    /** Mints what the apps' own back ends would. */
    public AppTokens tokens() {
        return new AppTokens(issuer, secrets);
    }

    /** Whether {@code app} has a door of its own here. */
    public boolean hasDoor(AppKey app) {
        return doorPorts.containsKey(app);
    }

    public LocalCredentials credentials() {
        return credentials;
    }

    /** Opens the control planes of the account that this stands for; they end with the platform. */
    public LocalAccount openAccount() throws IOException {
        return own(LocalAccount.open(
                new Account(ACCOUNT, options.region()),
                options.stage(),
                gateway.orElseThrow(),
                credentials.lookup(),
                websocketFunction.orElseThrow()));
    }

    /** Process ids of what runs beside this process. */
    public List<Long> children() {
        return List.copyOf(children);
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                LOG.warn("a part did not close in good order", e);
            }
        }
    }
}
