package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.trunkline.local.route.InvokeOutcome;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class MessageRoutingTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private final FakeFunction fallback = FakeFunction.ok();

    @Test
    void aMessageGoesToTheRouteThatItsActionNames() throws Exception {
        FakeFunction ping = FakeFunction.ok();
        try (var gateway = TestGateway.start(setup -> setup.route("ping", ping).route("$default", fallback))) {
            gateway.connect().send("{\"action\":\"ping\",\"n\":1}");
            JsonNode event = ping.next();
            assertThat(event.path("body").asText()).isEqualTo("{\"action\":\"ping\",\"n\":1}");
            assertThat(event.path("requestContext").path("routeKey").asText()).isEqualTo("ping");
            assertThat(event.path("requestContext").path("messageId").asText()).matches("[A-Za-z0-9_-]{15}=");
            assertThat(event.has("headers")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "not json",
                "{\"action\":\"unknown\"}",
                "{\"action\":null}",
                "{\"action\":{\"a\":1}}",
                "[]",
                "",
                "{\"action\":\"ping\"} trailing",
                "{\"action\":\"$connect\"}",
                "{\"action\":\"$disconnect\"}",
            })
    void whatNamesNoRouteGoesToDefault(String message) throws Exception {
        FakeFunction other = FakeFunction.ok();
        try (var gateway = TestGateway.start(setup -> setup.route("ping", other)
                .route("$connect", other)
                .route("$disconnect", other)
                .route("$default", fallback))) {
            SocketClient client = gateway.connect();
            assertThat(other.next().path("requestContext").path("eventType").asText())
                    .isEqualTo("CONNECT");
            client.send(message);
            JsonNode event = fallback.next();
            assertThat(event.path("body").asText()).isEqualTo(message);
            assertThat(event.path("requestContext").path("routeKey").asText()).isEqualTo("$default");
            assertThat(other.events).isEmpty();
        }
    }

    @Test
    void withoutDefaultTheClientIsToldForbidden() throws Exception {
        try (var gateway = TestGateway.start(setup -> {})) {
            SocketClient client = gateway.connect();
            client.send("hello");
            JsonNode answer = JSON.readTree(client.nextMessage());
            assertThat(answer.path("message").asText()).isEqualTo("Forbidden");
            assertThat(answer.path("connectionId").asText()).matches("[A-Za-z0-9_-]{15}=");
            assertThat(answer.path("requestId").asText()).matches("[A-Za-z0-9_-]{15}=");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"throws", "crashes", "throttled", "malformed", "unexpected"})
    void anIntegrationThatFailsIsReportedAndTheConnectionKept(String how) throws Exception {
        FakeFunction failing = new FakeFunction(event -> switch (how) {
            case "throws" -> new InvokeOutcome.FunctionError("E", "secret detail");
            case "crashes" -> new InvokeOutcome.Crashed();
            case "throttled" -> new InvokeOutcome.Throttled();
            case "malformed" -> FakeFunction.success("{\"ok\":true}");
            default -> throw new IllegalStateException("a fault of the invoker");
        });
        try (var gateway = TestGateway.start(setup -> setup.route("$default", failing))) {
            SocketClient client = gateway.connect();
            client.send("hello");
            String requestId =
                    failing.next().path("requestContext").path("requestId").asText();
            String answer = client.nextMessage();
            assertThat(answer)
                    .startsWith("{\"message\": \"Internal server error\", \"connectionId\":\"")
                    .endsWith("\"requestId\":\"" + requestId + "\"}")
                    .doesNotContain("secret");
            assertThat(client.isOpen()).isTrue();
        }
    }

    @Test
    void anIntegrationThatOverrunsIsReported() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeFunction slow = new FakeFunction(event -> {
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return FakeFunction.success("{\"statusCode\":200,\"body\":\"late\"}");
        });
        try (var gateway = TestGateway.start(setup -> setup.replying("$default", slow))) {
            SocketClient client = gateway.connect();
            client.send("hello");
            slow.next();
            gateway.clock.advance(Duration.ofSeconds(30));
            assertThat(client.nextMessage()).contains("Internal server error");
            release.countDown();
            assertThat(client.messages).isEmpty();
        }
    }

    @Test
    void aReplyReachesTheClientOnlyWhereTheRouteHasARouteResponse() throws Exception {
        FakeFunction answering = FakeFunction.returning("{\"statusCode\":200,\"body\":\"the reply\"}");
        try (var gateway =
                TestGateway.start(setup -> setup.replying("twoWay", answering).route("$default", answering))) {
            SocketClient client = gateway.connect();
            client.send("{\"action\":\"oneWay\"}");
            client.send("{\"action\":\"twoWay\"}");
            assertThat(client.nextMessage()).isEqualTo("the reply");
            answering.next();
            answering.next();
            assertThat(client.messages).isEmpty();
        }
    }

    @Test
    void anEmptyReplyIsNotSent() throws Exception {
        FakeFunction silent = new FakeFunction(event -> FakeFunction.success(
                event.path("body").asText().equals("last")
                        ? "{\"statusCode\":200,\"body\":\"end\"}"
                        : "{\"statusCode\":200,\"body\":\"\"}"));
        try (var gateway = TestGateway.start(setup -> setup.replying("$default", silent))) {
            SocketClient client = gateway.connect();
            client.send("first");
            client.send("last");
            assertThat(client.nextMessage()).isEqualTo("end");
        }
    }

    @Test
    void fragmentsAreOneMessageEvenIfACharacterIsSplit() throws Exception {
        byte[] rocket = "\ud83d\ude80".getBytes(StandardCharsets.UTF_8);
        try (var gateway = TestGateway.start(setup -> setup.route("$default", fallback));
                Socket socket = gateway.raw(HostileClientsTest.UPGRADE)) {
            HostileClientsTest.readAnswer(socket);
            OutputStream out = socket.getOutputStream();
            out.write(HostileClientsTest.frame(0x01, Arrays.copyOfRange(rocket, 0, 1)));
            out.write(HostileClientsTest.frame(0x89, new byte[] {'p'}));
            out.write(HostileClientsTest.frame(0x00, Arrays.copyOfRange(rocket, 1, 3)));
            out.write(HostileClientsTest.frame(0x80, Arrays.copyOfRange(rocket, 3, 4)));
            assertThat(fallback.next().path("body").asText()).isEqualTo("\ud83d\ude80");
        }
    }

    @Test
    void oneConnectionsMessagesAreHandledInTheirOrderEachAfterTheLast() throws Exception {
        FakeFunction echo = new FakeFunction(event -> FakeFunction.success(
                "{\"statusCode\":200,\"body\":\"" + event.path("body").asText() + "\"}"));
        try (var gateway = TestGateway.start(setup -> setup.replying("$default", echo))) {
            SocketClient client = gateway.connect();
            // more than may be queued, so that reading stops and goes on
            for (int i = 0; i < 200; i++) {
                client.send("m" + i);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(client.nextMessage()).isEqualTo("m" + i);
            }
        }
    }

    @Test
    void aClientThatFloodsIsHeldBackByItsOwnSocket() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        FakeFunction stuck = new FakeFunction(event -> {
            try {
                release.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return FakeFunction.success("{\"statusCode\":200}");
        });
        try (var gateway = TestGateway.start(setup -> setup.route("$default", stuck))) {
            SocketClient client = gateway.connect();
            String big = "x".repeat(30_000);
            // 30 MB: far beyond what socket buffers hold
            for (int i = 0; i < 1000; i++) {
                client.send(big);
            }
            stuck.next();
            await().during(Duration.ofMillis(300)).until(client::hasBufferedData);
            release.countDown();
            for (int i = 1; i < 1000; i++) {
                stuck.next();
            }
        }
    }
}
