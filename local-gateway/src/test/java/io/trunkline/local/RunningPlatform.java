package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.TenantReading;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.issuer.TokenWish;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.local.platform.RunningFile;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * One platform from the built zip, the shipped tenants and those of the tests, for all tests that connect to one; it
 * ends with the JVM. Each test uses entities of its own.
 */
final class RunningPlatform {
    static final AppKey DOOR = AppKey.parse("parcelo/merchants");

    private static final Path ROOT = Path.of(System.getProperty("trunkline.root", ".."));
    private static final Path DATA = data();
    private static final List<TenantFile> TENANTS = Stream.of("tenants", "local-gateway/src/test/tenants")
            .flatMap(folder -> load(ROOT.resolve(folder)).stream())
            .toList();
    private static final LocalPlatform PLATFORM = start();

    private RunningPlatform() {}

    private static Path data() {
        try {
            return Files.createTempDirectory("trunkline");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LocalPlatform start() {
        try {
            LocalPlatform platform = LocalPlatform.start(
                    new PlatformOptions(
                            ROOT,
                            DATA,
                            true,
                            InetAddress.getLoopbackAddress(),
                            0,
                            0,
                            "dev",
                            "us-east-1",
                            0,
                            Map.of(DOOR, 0),
                            4,
                            // the tests that are about sweeps run their own
                            Duration.ofHours(1),
                            Map.of()),
                    TENANTS,
                    step -> {});
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
            return platform;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<TenantFile> load(Path folder) {
        TenantLoad load = TenantFiles.load(folder);
        assertThat(load).isInstanceOf(TenantLoad.Loaded.class);
        return ((TenantLoad.Loaded) load).files();
    }

    /** Where the functions' logs are. */
    static Path logs() {
        return DATA.resolve("logs");
    }

    static LocalPlatform platform() {
        return PLATFORM;
    }

    static String token(String app, String entity) {
        return token(app, entity, Map.of(), Instant.now());
    }

    static String token(String app, String entity, Map<String, Object> claims, Instant now) {
        Map<String, Object> all = new HashMap<>(claims);
        all.put(LocalIssuer.ENTITY_CLAIM, entity);
        return PLATFORM.issuer().token(app, entity.substring(entity.indexOf('/') + 1), all, now, Duration.ofHours(1));
    }

    /** What the app's own back end would have minted. */
    static String systemToken(AppKey app, String entity, List<String> roles) {
        return systemToken(app, entity, Optional.empty(), roles, Map.of());
    }

    /** As above, with a user of another name than the entity's, and further claims. */
    static String systemToken(
            AppKey app, String entity, Optional<String> user, List<String> roles, Map<String, String> claims) {
        TenantReading.Valid tenant = TENANTS.stream()
                .map(TenantFile::reading)
                .filter(reading -> reading.tenant().id().equals(app.tenant()))
                .findFirst()
                .orElseThrow();
        TokenWish wish = new TokenWish(
                tenant.tenant().app(app.app()).orElseThrow(),
                Optional.of(EntityRef.parse(entity)),
                user,
                roles,
                claims);
        return PLATFORM.tokens().token(wish, tenant.memberships(), Instant.now(), Duration.ofHours(1));
    }

    static URI uri(String query) {
        return URI.create(PLATFORM.webSocketUri() + "?" + query);
    }

    /** A socket of {@code app} that stands for {@code entity}. */
    static TestSocket connect(String app, String entity) {
        TestSocket socket = TestSocket.connect(uri("token=" + token(app, entity)));
        assertThat(socket.isOpen()).as(app + " as " + entity + " is connected").isTrue();
        return socket;
    }

    static StaticCredentialsProvider credentials() {
        return StaticCredentialsProvider.create(AwsBasicCredentials.create(
                PLATFORM.credentials().accessKeyId(), PLATFORM.credentials().secretAccessKey()));
    }

    /** How many subscriptions one connection has, as stored. */
    static int storedSubscriptions(String connectionId) {
        try (DynamoDbClient client = dynamo()) {
            return client
                    .scanPaginator(
                            request -> request.tableName(PLATFORM.tables().subscriptions()))
                    .items()
                    .stream()
                    .filter(item -> item.get("connectionId").s().equals(connectionId))
                    .toList()
                    .size();
        }
    }

    static boolean isStored(String connectionId) {
        try (DynamoDbClient client = dynamo()) {
            return client
                    .scanPaginator(
                            request -> request.tableName(PLATFORM.tables().connections()))
                    .items()
                    .stream()
                    .anyMatch(item -> item.get("connectionId").s().equals(connectionId));
        }
    }

    static int storedConnections(String user) {
        try (DynamoDbClient client = dynamo()) {
            return (int)
                    client
                            .scanPaginator(request ->
                                    request.tableName(PLATFORM.tables().connections()))
                            .items()
                            .stream()
                            .filter(item -> item.containsKey("user")
                                    && item.get("user").s().equals(user))
                            .count();
        }
    }

    /** How a command finds the platform. */
    static RunningFile file() {
        try {
            return RunningFile.read(DATA).orElseThrow();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static DynamoDbClient dynamo() {
        return DynamoDbClient.builder()
                .endpointOverride(PLATFORM.dynamoUri())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials())
                .build();
    }

    static List<Long> children() {
        return PLATFORM.children();
    }
}
