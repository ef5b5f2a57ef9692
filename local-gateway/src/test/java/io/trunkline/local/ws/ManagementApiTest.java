package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.local.connections.SigningCredentials;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.apigatewaymanagementapi.ApiGatewayManagementApiClient;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.PayloadTooLargeException;

@Timeout(60)
class ManagementApiTest {
    private static final String NOBODY = "AAAAAAAAAAAAAAA=";

    private final FakeFunction connect = FakeFunction.ok();
    private final FakeFunction disconnect = FakeFunction.ok();
    private TestGateway gateway;
    private ApiGatewayManagementApiClient sdk;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.start(setup -> {
            setup.route("$connect", connect).route("$disconnect", disconnect);
            setup.credentials = Map.of(
                    TestGateway.ACCESS_KEY,
                    SigningCredentials.permanent(TestGateway.SECRET),
                    "ASIATEMP",
                    new SigningCredentials("temporary", Optional.of("the token")));
        });
        sdk = gateway.sdk();
    }

    @AfterEach
    void stop() {
        sdk.close();
        gateway.close();
    }

    private String lastConnectionId() throws InterruptedException {
        return connect.next().path("requestContext").path("connectionId").asText();
    }

    private static void post(ApiGatewayManagementApiClient client, String connectionId, String text) {
        client.postToConnection(r -> r.connectionId(connectionId).data(SdkBytes.fromUtf8String(text)));
    }

    private static int statusOf(Runnable call) {
        SdkServiceException refused = catchThrowableOfType(SdkServiceException.class, call::run);
        return refused == null ? 200 : refused.statusCode();
    }

    @Test
    void aPostReachesTheClientInOrder() throws Exception {
        SocketClient client = gateway.connect();
        String id = lastConnectionId();
        for (int i = 0; i < 20; i++) {
            post(sdk, id, "message " + i);
        }
        for (int i = 0; i < 20; i++) {
            assertThat(client.nextMessage()).isEqualTo("message " + i);
        }
    }

    @Test
    void aPostOf128KbGoesOutWholeAndALargerOneIsTooLarge() throws Exception {
        SocketClient client = gateway.connect();
        String id = lastConnectionId();
        post(sdk, id, "x".repeat(131_072));
        assertThat(client.nextMessage()).hasSize(131_072);
        assertThatThrownBy(() -> post(sdk, id, "x".repeat(131_073))).isInstanceOf(PayloadTooLargeException.class);
        assertThatThrownBy(() -> post(sdk, id, "x".repeat(2_000_000))).isInstanceOf(PayloadTooLargeException.class);
        post(sdk, id, "and on");
        assertThat(client.nextMessage()).isEqualTo("and on");
    }

    @Test
    void getTellsWhoIsConnectedAndWhenItWasLastActive() throws Exception {
        SocketClient client = gateway.connect();
        String id = lastConnectionId();
        var before = sdk.getConnection(r -> r.connectionId(id));
        assertThat(before.identity().sourceIp()).isEqualTo("127.0.0.1");
        assertThat(before.connectedAt()).isEqualTo(gateway.clock.instant());
        gateway.clock.advance(Duration.ofMinutes(1));
        post(sdk, id, "active");
        client.nextMessage();
        var after = sdk.getConnection(r -> r.connectionId(id));
        assertThat(after.connectedAt()).isEqualTo(before.connectedAt());
        assertThat(after.lastActiveAt()).isEqualTo(gateway.clock.instant());
    }

    @Test
    void deleteClosesTheConnectionAndLeavesItGone() throws Exception {
        SocketClient client = gateway.connect();
        String id = lastConnectionId();
        sdk.deleteConnection(r -> r.connectionId(id));
        assertThatThrownBy(() -> post(sdk, id, "x")).isInstanceOf(GoneException.class);
        assertThatThrownBy(() -> sdk.getConnection(r -> r.connectionId(id))).isInstanceOf(GoneException.class);
        assertThatThrownBy(() -> sdk.deleteConnection(r -> r.connectionId(id))).isInstanceOf(GoneException.class);
        assertThat(client.awaitClose().code()).isEqualTo(1000);
        JsonNode context = disconnect.next().path("requestContext");
        assertThat(context.path("disconnectStatusCode").asInt()).isEqualTo(1000);
        assertThat(context.path("disconnectReason").asText()).isEqualTo("Connection Closed Normally");
        assertThat(disconnect.events).isEmpty();
    }

    @Test
    void aWellFormedIdOfNobodyIsGone() {
        assertThatThrownBy(() -> post(sdk, NOBODY, "x")).isInstanceOf(GoneException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "AAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAA=test", "a b", "../x", "é"})
    void aMalformedIdIsABadRequest(String id) {
        assertThat(statusOf(() -> post(sdk, id, "x"))).isEqualTo(400);
    }

    @Test
    void postingToAConnectionInsideItsOwnConnectIsGone() throws Exception {
        CompletableFuture<TestGateway> self = new CompletableFuture<>();
        CompletableFuture<Integer> status = new CompletableFuture<>();
        FakeFunction early = new FakeFunction(event -> {
            try (var client = self.join().sdk()) {
                String id = event.path("requestContext").path("connectionId").asText();
                status.complete(statusOf(() -> post(client, id, "too early")));
            }
            return FakeFunction.success("{\"statusCode\":200}");
        });
        try (var other = TestGateway.start(setup -> setup.route("$connect", early))) {
            self.complete(other);
            other.connect();
            assertThat(status.join()).isEqualTo(410);
        }
    }

    @Test
    void aWrongSecretAnUnknownKeyAnotherRegionAndAnOldSignatureAreForbidden() throws Exception {
        gateway.connect();
        String id = lastConnectionId();
        try (var wrongSecret =
                        gateway.sdk(AwsBasicCredentials.create(TestGateway.ACCESS_KEY, "wrong"), Region.EU_CENTRAL_1);
                var unknownKey =
                        gateway.sdk(AwsBasicCredentials.create("AKIDNOBODY", TestGateway.SECRET), Region.EU_CENTRAL_1);
                var elsewhere = gateway.sdk(
                        AwsBasicCredentials.create(TestGateway.ACCESS_KEY, TestGateway.SECRET), Region.US_EAST_1)) {
            assertThatThrownBy(() -> post(wrongSecret, id, "x")).isInstanceOf(ForbiddenException.class);
            assertThatThrownBy(() -> post(unknownKey, id, "x")).isInstanceOf(ForbiddenException.class);
            assertThatThrownBy(() -> post(elsewhere, id, "x")).isInstanceOf(ForbiddenException.class);
        }
        gateway.clock.advance(Duration.ofMinutes(6));
        assertThat(statusOf(() -> post(sdk, id, "x"))).isEqualTo(403);
    }

    @Test
    void temporaryCredentialsNeedTheirToken() throws Exception {
        SocketClient client = gateway.connect();
        String id = lastConnectionId();
        try (var whole = gateway.sdk(
                        AwsSessionCredentials.create("ASIATEMP", "temporary", "the token"), Region.EU_CENTRAL_1);
                var otherToken = gateway.sdk(
                        AwsSessionCredentials.create("ASIATEMP", "temporary", "another"), Region.EU_CENTRAL_1);
                var noToken = gateway.sdk(AwsBasicCredentials.create("ASIATEMP", "temporary"), Region.EU_CENTRAL_1)) {
            post(whole, id, "with token");
            assertThat(client.nextMessage()).isEqualTo("with token");
            assertThat(statusOf(() -> post(otherToken, id, "x"))).isEqualTo(403);
            assertThat(statusOf(() -> post(noToken, id, "x"))).isEqualTo(403);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=a&X-Amz-Signature=b"})
    void anUnsignedOrPresignedCallLacksItsToken(String query) throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create(
                                    "http://127.0.0.1:" + gateway.port() + "/dev/@connections/" + NOBODY + query))
                            .POST(HttpRequest.BodyPublishers.ofString("x"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("{\"message\":\"Missing Authentication Token\"}");
        }
    }

    @Test
    void textThatIsNotUtf8IsRefused() throws Exception {
        gateway.connect();
        String id = lastConnectionId();
        assertThat(statusOf(() -> sdk.postToConnection(
                        r -> r.connectionId(id).data(SdkBytes.fromByteArray(new byte[] {(byte) 0xff})))))
                .isEqualTo(400);
    }

    @Test
    void aSlowReadersFullBufferIsALimit() throws Exception {
        try (Socket slow = gateway.raw(HostileClientsTest.UPGRADE)) {
            HostileClientsTest.readAnswer(slow);
            String id = lastConnectionId();
            String big = "x".repeat(131_072);
            // 13 MB: beyond what the two socket buffers hold; not retried, so that each post is one
            try (var client = gateway.sdkWithoutRetries()) {
                LimitExceededException full = catchThrowableOfType(LimitExceededException.class, () -> {
                    for (int i = 0; i < 100; i++) {
                        post(client, id, big);
                    }
                });
                assertThat(full.statusCode()).isEqualTo(429);
                assertThat(full.awsErrorDetails().errorMessage()).isEqualTo("WebSocket client side buffer is full");
            }
        }
    }
}
