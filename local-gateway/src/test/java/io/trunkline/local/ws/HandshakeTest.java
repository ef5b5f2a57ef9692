package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.local.route.Authorizer;
import io.trunkline.local.route.IdentitySource;
import io.trunkline.local.route.InvokeOutcome;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.java_websocket.client.WebSocketClient;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class HandshakeTest {
    private static final String ALLOW = policy("Allow");
    private final CountDownLatch release = new CountDownLatch(1);

    private static String policy(String effect) {
        return """
            {"principalId":"u-1","context":{"tenant":"wizz","level":3,"admin":true},"policyDocument":{
            "Version":"2012-10-17","Statement":[{"Action":"execute-api:Invoke","Effect":"%s",
            "Resource":"arn:aws:execute-api:eu-central-1:*:local/dev/*"}]}}\
            """.formatted(effect);
    }

    private InvokeOutcome waitThenSucceed() {
        try {
            release.await();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return FakeFunction.success("{\"statusCode\":200}");
    }

    @Test
    void withNoFunctionsAtAllAClientConnects() throws Exception {
        try (var gateway = TestGateway.start(setup -> {})) {
            assertThat(gateway.connect("/dev").isOpen()).isTrue();
            assertThat(gateway.connect("/dev/").isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 204, 299})
    void any2xxOfConnectCompletesTheHandshake(int status) throws Exception {
        FakeFunction connect = FakeFunction.returning("{\"statusCode\":" + status + "}");
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", connect))) {
            assertThat(gateway.connect().isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 400, 401, 403, 429, 503})
    void theHandlersOwnStatusReachesTheClient(int status) throws Exception {
        FakeFunction connect = FakeFunction.returning("{\"statusCode\":" + status + ",\"body\":\"inner secret\"}");
        FakeFunction disconnect = FakeFunction.ok();
        try (var gateway =
                TestGateway.start(setup -> setup.route("$connect", connect).route("$disconnect", disconnect))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(status);
        }
        assertThat(disconnect.events)
                .as("no DISCONNECT for what never connected")
                .isEmpty();
    }

    @Test
    void aConnectHandlerThatThrowsGives502() throws Exception {
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", FakeFunction.failing()))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "\"ok\"", "{\"statusCode\":\"many\"}", "{\"statusCode\":101}", "not json"})
    void aConnectAnswerThatIsNoProxyResponseGives502(String answer) throws Exception {
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", FakeFunction.returning(answer)))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(502);
        }
    }

    @Test
    void aConnectHandlerThatOverrunsTheIntegrationTimeoutGives504() throws Exception {
        FakeFunction connect = new FakeFunction(event -> waitThenSucceed());
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", connect))) {
            CompletableFuture<Integer> status =
                    CompletableFuture.supplyAsync(() -> gateway.refusal("/dev").statusCode());
            connect.next();
            gateway.clock.advance(Duration.ofSeconds(29));
            assertThat(status.join()).isEqualTo(504);
            release.countDown();
        }
    }

    @Test
    void whatTheAuthorizerReturnsIsOnEveryLaterEventAsStrings() throws Exception {
        FakeFunction authorizer = FakeFunction.returning(ALLOW);
        FakeFunction function = FakeFunction.ok();
        try (var gateway = TestGateway.start(setup -> setup.authorizer(authorizer)
                .route("$connect", function)
                .route("$default", function)
                .route("$disconnect", function))) {
            SocketClient client = gateway.connect("/dev?token=t");
            for (String type : List.of("CONNECT", "MESSAGE", "DISCONNECT")) {
                switch (type) {
                    case "MESSAGE" -> client.send("hello");
                    case "DISCONNECT" -> client.close();
                    default -> {}
                }
                JsonNode context = function.next().path("requestContext");
                assertThat(context.path("eventType").asText()).isEqualTo(type);
                assertThat(context.path("authorizer").path("principalId").asText())
                        .isEqualTo("u-1");
                assertThat(context.path("authorizer").path("tenant").asText()).isEqualTo("wizz");
                assertThat(context.path("authorizer").path("level").isTextual()).isTrue();
                assertThat(context.path("authorizer").path("admin").asText()).isEqualTo("true");
                assertThat(context.path("authorizer").path("integrationLatency").isNumber())
                        .isTrue();
            }
        }
        JsonNode asked = authorizer.next();
        assertThat(asked.path("type").asText()).isEqualTo("REQUEST");
        assertThat(asked.path("methodArn").asText())
                .isEqualTo("arn:aws:execute-api:eu-central-1:000000000000:local/dev/$connect");
        assertThat(asked.path("queryStringParameters").path("token").asText()).isEqualTo("t");
    }

    @Test
    void anAuthorizersDenyGives403AndConnectIsNotCalled() throws Exception {
        FakeFunction connect = FakeFunction.ok();
        try (var gateway = TestGateway.start(setup ->
                setup.authorizer(FakeFunction.returning(policy("Deny"))).route("$connect", connect))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(403);
        }
        assertThat(connect.events).isEmpty();
    }

    @Test
    void anAuthorizersErrorUnauthorizedGives401() throws Exception {
        FakeFunction authorizer = new FakeFunction(event -> new InvokeOutcome.FunctionError("Error", "Unauthorized"));
        try (var gateway = TestGateway.start(setup -> setup.authorizer(authorizer))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void anAuthorizerThatFailsOtherwiseGives500() throws Exception {
        try (var gateway = TestGateway.start(setup -> setup.authorizer(FakeFunction.failing()))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(500);
        }
    }

    @Test
    void aMissingIdentitySourceGives401WithoutAskingTheAuthorizer() throws Exception {
        FakeFunction authorizer = FakeFunction.returning(ALLOW);
        try (var gateway = TestGateway.start(setup -> setup.authorizer =
                Optional.of(new Authorizer(authorizer, List.of(new IdentitySource.QueryParameter("token")))))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(401);
            assertThat(authorizer.events).isEmpty();
            assertThat(gateway.connect("/dev?token=x").isOpen()).isTrue();
        }
    }

    @Test
    void aSubprotocolIsAcceptedOnlyIfTheConnectResponseCarriesIt() throws Exception {
        String offered = "trunkline.v1";
        FakeFunction choosing = FakeFunction.returning(
                "{\"statusCode\":200,\"headers\":{\"sec-WebSocket-protocol\":\"trunkline.v1\"}}");
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", choosing));
                HttpClient http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .subprotocols(offered, "bearer.x")
                    .buildAsync(gateway.url("/dev"), new java.net.http.WebSocket.Listener() {})
                    .join();
            assertThat(socket.getSubprotocol()).isEqualTo(offered);
            socket.abort();
            assertThat(choosing.next()
                            .path("headers")
                            .path("Sec-WebSocket-Protocol")
                            .asText())
                    .isEqualTo("trunkline.v1, bearer.x");
        }
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", FakeFunction.ok()));
                HttpClient http = HttpClient.newHttpClient()) {
            var socket = http.newWebSocketBuilder()
                    .subprotocols(offered)
                    .buildAsync(gateway.url("/dev"), new java.net.http.WebSocket.Listener() {})
                    .join();
            assertThat(socket.getSubprotocol()).isEmpty();
            socket.abort();
        }
    }

    @Test
    void aSubprotocolThatWouldSplitTheAnswerIsRefused() throws Exception {
        FakeFunction connect = FakeFunction.returning(
                "{\"statusCode\":200,\"headers\":{\"Sec-WebSocket-Protocol\":\"a\\r\\nSet-Cookie: b\"}}");
        try (var gateway = TestGateway.start(setup -> setup.route("$connect", connect))) {
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(502);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/prod", "/dev/more", "/developer", "/dev%2f"})
    void anUnknownStageOrPathIsForbidden(String path) throws Exception {
        try (var gateway = TestGateway.start(setup -> {})) {
            assertThat(gateway.refusal(path).statusCode()).isEqualTo(403);
        }
    }

    @Test
    void aPlainGetIsToldToUpgrade() throws Exception {
        try (var gateway = TestGateway.start(setup -> {});
                HttpClient http = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + gateway.port() + "/dev"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(426);
            assertThat(answer.headers().firstValue("upgrade")).contains("websocket");
        }
    }

    @Test
    void theDoorIsToldByThePortAndNeverByTheHostHeader() throws Exception {
        FakeFunction connect = FakeFunction.ok();
        try (var gateway = TestGateway.start(setup -> {
            setup.route("$connect", connect);
            setup.doors = List.of(new Door("main", 0), new Door("drivers", 0));
        })) {
            int drivers = gateway.gateway.port("drivers");
            WebSocketClient liar = new SocketClient(
                    URI.create("ws://127.0.0.1:" + gateway.port() + "/dev"), Map.of("Host", "127.0.0.1:" + drivers));
            liar.connectBlocking();
            JsonNode event = connect.next();
            String domain = "127.0.0.1:" + gateway.port();
            assertThat(event.path("requestContext").path("domainName").asText()).isEqualTo(domain);
            assertThat(event.path("headers").path("Host").asText()).isEqualTo(domain);

            new SocketClient(URI.create("ws://127.0.0.1:" + drivers + "/dev"), Map.of()).connectBlocking();
            assertThat(connect.next().path("requestContext").path("domainName").asText())
                    .isEqualTo("127.0.0.1:" + drivers);
        }
    }

    @Test
    void aClientThatGoesAwayDuringConnectIsDisconnectedOnceConnectSucceeded() throws Exception {
        FakeFunction connect = new FakeFunction(event -> waitThenSucceed());
        FakeFunction disconnect = FakeFunction.ok();
        try (var gateway =
                TestGateway.start(setup -> setup.route("$connect", connect).route("$disconnect", disconnect))) {
            Socket socket = gateway.raw(HostileClientsTest.UPGRADE);
            JsonNode connected = connect.next();
            socket.close();
            release.countDown();
            JsonNode event = disconnect.next();
            assertThat(event.path("requestContext").path("connectionId"))
                    .isEqualTo(connected.path("requestContext").path("connectionId"));
            assertThat(event.path("requestContext").path("disconnectStatusCode").asInt())
                    .isEqualTo(1006);
            assertThat(disconnect.events).isEmpty();
        }
    }

    @Test
    void aClientThatGoesAwayDuringTheAuthorizerLeavesNoTrace() throws Exception {
        CountDownLatch closed = new CountDownLatch(1);
        FakeFunction connect = FakeFunction.ok();
        FakeFunction disconnect = FakeFunction.ok();
        FakeFunction authorizer = new FakeFunction(event -> {
            try {
                closed.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return FakeFunction.success(policy("Deny"));
        });
        try (var gateway = TestGateway.start(
                setup -> setup.authorizer(authorizer).route("$connect", connect).route("$disconnect", disconnect))) {
            Socket socket = gateway.raw(HostileClientsTest.UPGRADE);
            authorizer.next();
            socket.close();
            closed.countDown();
        }
        assertThat(connect.events).isEmpty();
        assertThat(disconnect.events).isEmpty();
    }

    @Test
    void upgradesBeyondTheBoundAreTurnedAwayAtOnce() throws Exception {
        FakeFunction connect = new FakeFunction(event -> waitThenSucceed());
        try (var gateway = TestGateway.start(setup -> {
            setup.route("$connect", connect);
            Bounds b = setup.bounds;
            setup.bounds = new Bounds(
                    b.headerBytes(),
                    1,
                    b.outboundBytes(),
                    b.queuedMessages(),
                    b.requestTimeout(),
                    b.keepAlive(),
                    b.closeGrace(),
                    b.shutdownGrace());
        })) {
            SocketClient first = new SocketClient(gateway.url("/dev"), Map.of());
            first.connect();
            connect.next();
            assertThat(gateway.refusal("/dev").statusCode()).isEqualTo(429);
            release.countDown();
            assertThat(first.opened.join()).isTrue();
            await().untilAsserted(() -> assertThat(gateway.connect().isOpen()).isTrue());
        }
    }
}
