package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ShutdownTest {
    @Test
    void closingTellsEveryClientAndHandlesEveryDisconnectFirst() throws Exception {
        FakeFunction disconnect = FakeFunction.ok();
        List<SocketClient> clients = new ArrayList<>();
        int port;
        try (var gateway = TestGateway.start(setup -> setup.route("$disconnect", disconnect))) {
            port = gateway.port();
            for (int i = 0; i < 20; i++) {
                clients.add(gateway.connect());
            }
        }
        assertThat(disconnect.events).hasSize(20).allSatisfy(event -> assertThat(event.path("requestContext")
                        .path("disconnectStatusCode")
                        .asInt())
                .isEqualTo(1012));
        for (SocketClient client : clients) {
            assertThat(client.awaitClose().code()).isEqualTo(1012);
        }
        assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
                .isInstanceOf(IOException.class);
    }

    @Test
    void aFunctionThatHangsHoldsUpTheEndOnlySoLong() throws Exception {
        CountDownLatch never = new CountDownLatch(1);
        FakeFunction stuck = new FakeFunction(event -> {
            try {
                never.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
            return FakeFunction.success("{\"statusCode\":200}");
        });
        var gateway = TestGateway.start(setup -> {
            setup.route("$disconnect", stuck);
            Bounds b = setup.bounds;
            setup.bounds = new Bounds(
                    b.headerBytes(),
                    b.pendingHandshakes(),
                    b.outboundBytes(),
                    b.queuedMessages(),
                    b.requestTimeout(),
                    b.keepAlive(),
                    b.closeGrace(),
                    java.time.Duration.ofMillis(100));
        });
        SocketClient client = gateway.connect();
        gateway.close();
        assertThat(client.awaitClose().code()).isEqualTo(1012);
        stuck.next();
        never.countDown();
    }

    @Test
    void aTakenPortIsNamedAndNoDoorStaysOpen() throws Exception {
        try (ServerSocket taken = new ServerSocket(0)) {
            assertThatThrownBy(() -> TestGateway.start(setup ->
                            setup.doors = List.of(new Door("main", 0), new Door("drivers", taken.getLocalPort()))))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("door drivers cannot listen on 127.0.0.1:" + taken.getLocalPort());
        }
    }
}
