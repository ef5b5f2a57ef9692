package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.java_websocket.framing.PingFrame;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ConnectionLimitsTest {
    private final FakeFunction messages = FakeFunction.ok();
    private final FakeFunction disconnect = FakeFunction.ok();
    private TestGateway gateway;

    @BeforeEach
    void start() throws Exception {
        gateway = TestGateway.start(setup -> setup.route("$default", messages).route("$disconnect", disconnect));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void assertDisconnect(int code, String reason) throws InterruptedException {
        JsonNode context = disconnect.next().path("requestContext");
        assertThat(context.path("disconnectStatusCode").asInt()).isEqualTo(code);
        assertThat(context.path("disconnectReason").asText()).isEqualTo(reason);
        assertThat(disconnect.events).as("one DISCONNECT only").isEmpty();
    }

    @Test
    void aFrameOf32KbPassesAndALargerOneIsClosedWith1009() throws Exception {
        SocketClient client = gateway.connect();
        client.send("x".repeat(32 * 1024));
        assertThat(messages.next().path("body").asText()).hasSize(32 * 1024);
        client.send("x".repeat(32 * 1024 + 1));
        assertThat(client.awaitClose().code()).isEqualTo(1009);
        assertDisconnect(1009, "Message too large");
    }

    @Test
    void aMessageOf128KbInFramesPassesAndALargerOneIsClosedWith1009() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            WebSocket socket = http.newWebSocketBuilder()
                    .buildAsync(gateway.url("/dev"), new WebSocket.Listener() {
                        @Override
                        public CompletionStage<?> onClose(WebSocket webSocket, int code, String reason) {
                            closed.complete(code);
                            return CompletableFuture.completedFuture(null);
                        }
                    })
                    .join();
            String frame = "x".repeat(16 * 1024);
            for (int i = 1; i <= 8; i++) {
                socket.sendText(frame, i == 8).join();
            }
            assertThat(messages.next().path("body").asText()).hasSize(128 * 1024);
            for (int i = 1; i <= 8; i++) {
                socket.sendText(frame, false).join();
            }
            socket.sendText("one more", true).join();
            assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(1009);
            socket.abort();
        }
        assertDisconnect(1009, "Message too large");
    }

    @Test
    void aBinaryFrameIsClosedWith1003() throws Exception {
        SocketClient client = gateway.connect();
        client.send(new byte[] {1, 2, 3});
        assertThat(client.awaitClose().code()).isEqualTo(1003);
        assertThat(disconnect
                        .next()
                        .path("requestContext")
                        .path("disconnectStatusCode")
                        .asInt())
                .isEqualTo(1003);
        assertThat(messages.events).isEmpty();
    }

    @Test
    void anIdleConnectionIsCutAfterTenMinutes() throws Exception {
        SocketClient client = gateway.connect();
        gateway.clock.advance(Duration.ofMinutes(10).minusMillis(1));
        gateway.gateway.expireConnections();
        client.send("still here");
        messages.next();
        gateway.clock.advance(Duration.ofMinutes(10));
        assertThat(client.awaitClose()).isEqualTo(new SocketClient.Close(1001, "Going away"));
        assertDisconnect(1001, "Going away");
    }

    @Test
    void aPingIsAnsweredByTheGatewayAndKeepsTheConnectionAlive() throws Exception {
        SocketClient client = gateway.connect();
        for (int i = 0; i < 3; i++) {
            gateway.clock.advance(Duration.ofMinutes(9));
            PingFrame ping = new PingFrame();
            ping.setPayload(ByteBuffer.wrap("p".getBytes(StandardCharsets.UTF_8)));
            client.sendFrame(ping);
            assertThat(client.pongs.poll(10, TimeUnit.SECONDS)).isEqualTo("p");
            gateway.gateway.expireConnections();
        }
        assertThat(client.isOpen()).isTrue();
        assertThat(messages.events).as("no function sees a ping").isEmpty();
    }

    @Test
    void aBusyConnectionIsCutAfterTwoHours() throws Exception {
        SocketClient client = gateway.connect();
        for (int minutes = 9; minutes < 120; minutes += 9) {
            gateway.clock.advance(Duration.ofMinutes(9));
            client.send("busy");
            messages.next();
            assertThat(client.isOpen()).isTrue();
        }
        gateway.clock.advance(Duration.ofMinutes(3));
        assertThat(client.awaitClose()).isEqualTo(new SocketClient.Close(1001, "Going away"));
        assertDisconnect(1001, "Going away");
    }

    @Test
    void aClientsOwnCloseIsReportedWithItsCodeAndReason() throws Exception {
        try (var socket = gateway.raw(HostileClientsTest.UPGRADE)) {
            HostileClientsTest.readAnswer(socket);
            byte[] payload = "\u0010\u00e1my own reason".getBytes(StandardCharsets.ISO_8859_1);
            socket.getOutputStream().write(HostileClientsTest.frame(0x88, payload));
            assertThat(socket.getInputStream().readNBytes(2 + payload.length))
                    .as("the client's code comes back")
                    .endsWith(payload);
        }
        assertDisconnect(4321, "my own reason");
    }

    @Test
    void aCloseWithoutACodeIsReportedAs1005() throws Exception {
        try (var socket = gateway.raw(HostileClientsTest.UPGRADE)) {
            HostileClientsTest.readAnswer(socket);
            socket.getOutputStream().write(new byte[] {(byte) 0x88, (byte) 0x80, 1, 2, 3, 4});
            assertDisconnect(1005, "Client-side close frame status not set");
        }
    }

    @Test
    void aConnectionThatDropsIsReportedAs1006() throws Exception {
        try (var socket = gateway.raw(HostileClientsTest.UPGRADE)) {
            HostileClientsTest.readAnswer(socket);
        }
        assertDisconnect(1006, "Connection closed abnormally");
    }

    @Test
    void disconnectComesAfterTheMessagesThatCameBeforeIt() throws Exception {
        try (var socket = gateway.raw(HostileClientsTest.UPGRADE)) {
            HostileClientsTest.readAnswer(socket);
            for (int i = 0; i < 50; i++) {
                socket.getOutputStream().write(HostileClientsTest.frame(0x81, new byte[] {'m'}));
            }
            socket.getOutputStream().write(HostileClientsTest.frame(0x88, new byte[] {3, (byte) 0xe8}));
            assertDisconnect(1000, "");
        }
        assertThat(messages.events).hasSize(50);
    }

    @Test
    void aDisconnectHandlerThatFailsIsNotCalledAgain() throws Exception {
        FakeFunction failing = FakeFunction.failing();
        try (var other = TestGateway.start(setup -> setup.route("$disconnect", failing))) {
            other.connect().close();
            failing.next();
        }
        assertThat(failing.events).isEmpty();
    }
}
