package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.trunkline.local.connections.SigningCredentials;
import io.trunkline.local.event.ApiIdentity;
import io.trunkline.local.route.Authorizer;
import io.trunkline.local.route.Integration;
import io.trunkline.local.route.RouteSelectionExpression;
import io.trunkline.local.route.Routes;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;

/** A gateway on loopback with fake functions, a clock that can be moved, and clients for it. */
final class TestGateway implements AutoCloseable {
    static final String ACCESS_KEY = "AKIDLOCAL";
    static final String SECRET = "a secret of the test";
    static final Bounds BOUNDS = new Bounds(
            10_240,
            500,
            128 * 1024,
            16,
            Duration.ofSeconds(10),
            Duration.ofSeconds(75),
            Duration.ofMillis(500),
            Duration.ofSeconds(5));

    /** What a test may change before the gateway starts. */
    static final class Setup {
        final Map<String, Integration> routes = new HashMap<>();
        Optional<Authorizer> authorizer = Optional.empty();
        Limits limits = Limits.AWS;
        Bounds bounds = BOUNDS;
        Map<String, SigningCredentials> credentials = Map.of(ACCESS_KEY, SigningCredentials.permanent(SECRET));
        List<Door> doors = List.of(new Door("main", 0));

        Setup route(String key, FakeFunction function) {
            routes.put(key, Integration.oneWay(function));
            return this;
        }

        Setup replying(String key, FakeFunction function) {
            routes.put(key, Integration.replying(function));
            return this;
        }

        Setup authorizer(FakeFunction function) {
            authorizer = Optional.of(new Authorizer(function));
            return this;
        }
    }

    final MovableClock clock = new MovableClock();
    final WebSocketGateway gateway;

    private TestGateway(Setup setup) throws IOException {
        gateway = WebSocketGateway.start(
                new WebSocketApi(
                        new ApiIdentity("local", "dev", "eu-central-1", "000000000000", Map.of()),
                        new Listening(InetAddress.getLoopbackAddress(), setup.doors),
                        new Routes(RouteSelectionExpression.parse("$request.body.action"), setup.routes),
                        setup.authorizer,
                        setup.limits,
                        setup.bounds),
                key -> Optional.ofNullable(setup.credentials.get(key)),
                clock,
                new Random(42));
    }

    static TestGateway start(Consumer<Setup> changes) throws IOException {
        Setup setup = new Setup();
        changes.accept(setup);
        return new TestGateway(setup);
    }

    int port() {
        return gateway.port("main");
    }

    URI url(String pathAndQuery) {
        return URI.create("ws://127.0.0.1:" + port() + pathAndQuery);
    }

    /** A client whose handshake succeeded. */
    SocketClient connect() throws InterruptedException {
        return connect("/dev");
    }

    SocketClient connect(String pathAndQuery) throws InterruptedException {
        SocketClient client = new SocketClient(url(pathAndQuery), Map.of());
        assertThat(client.connectAndWait()).as("the handshake succeeds").isTrue();
        return client;
    }

    /** The answer to a handshake that is to fail. */
    HttpResponse<?> refusal(String pathAndQuery) {
        return refusal(pathAndQuery, builder -> builder);
    }

    HttpResponse<?> refusal(String pathAndQuery, UnaryOperator<WebSocket.Builder> changes) {
        try (HttpClient http = HttpClient.newHttpClient()) {
            CompletionException failure =
                    catchThrowableOfType(CompletionException.class, () -> changes.apply(http.newWebSocketBuilder())
                            .buildAsync(url(pathAndQuery), new WebSocket.Listener() {})
                            .join());
            if (failure != null && failure.getCause() instanceof WebSocketHandshakeException refused) {
                return refused.getResponse();
            }
            throw new AssertionError("the handshake should have been refused", failure);
        }
    }

    ApiGatewayManagementApiClient sdk() {
        return sdk(AwsBasicCredentials.create(ACCESS_KEY, SECRET), Region.EU_CENTRAL_1);
    }

    ApiGatewayManagementApiClient sdk(AwsCredentials credentials, Region region) {
        return ApiGatewayManagementApiClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port() + "/dev"))
                .region(region)
                .credentialsProvider(StaticCredentialsProvider.create(credentials))
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    /** A client that gives up on the first error. */
    ApiGatewayManagementApiClient sdkWithoutRetries() {
        return ApiGatewayManagementApiClient.builder()
                .endpointOverride(URI.create("http://127.0.0.1:" + port() + "/dev"))
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(ACCESS_KEY, SECRET)))
                .httpClientBuilder(ApacheHttpClient.builder())
                .overrideConfiguration(o -> o.retryStrategy(AwsRetryStrategy.doNotRetry()))
                .build();
    }

    /** A plain socket, for what no decent client sends. */
    Socket raw(String text) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port());
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().flush();
        return socket;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
