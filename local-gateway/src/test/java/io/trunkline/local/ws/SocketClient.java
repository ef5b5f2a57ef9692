package io.trunkline.local.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.java_websocket.WebSocket;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.framing.Framedata;
import org.java_websocket.handshake.ServerHandshake;

/**
 * An independent WebSocket client that remembers what it saw. Its {@code close} may drop what was sent before, and its
 * own close frame too, so tests of a client's close write frames themselves.
 */
final class SocketClient extends WebSocketClient {
    record Close(int code, String reason) {}

    final BlockingQueue<String> messages = new LinkedBlockingQueue<>();
    final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
    final CompletableFuture<Boolean> opened = new CompletableFuture<>();
    final CompletableFuture<Close> closed = new CompletableFuture<>();

    SocketClient(URI url, Map<String, String> headers) {
        super(url, new Draft_6455(), headers, 10_000);
        setConnectionLostTimeout(0);
    }

    boolean connectAndWait() throws InterruptedException {
        return connectBlocking(10, TimeUnit.SECONDS);
    }

    String nextMessage() throws InterruptedException {
        Optional<String> message = Optional.ofNullable(messages.poll(10, TimeUnit.SECONDS));
        assertThat(message).as("a message for the client").isPresent();
        return message.orElseThrow();
    }

    Close awaitClose() {
        return closed.orTimeout(10, TimeUnit.SECONDS).join();
    }

    @Override
    public void onOpen(ServerHandshake handshake) {
        opened.complete(true);
    }

    @Override
    public void onMessage(String message) {
        messages.add(message);
    }

    @Override
    public void onMessage(ByteBuffer bytes) {
        messages.add("binary");
    }

    @Override
    public void onWebsocketPong(WebSocket socket, Framedata frame) {
        pongs.add(new String(frame.getPayloadData().array(), StandardCharsets.UTF_8));
    }

    @Override
    public void onClose(int code, String reason, boolean remote) {
        opened.complete(false);
        closed.complete(new Close(code, reason));
    }

    @Override
    public void onError(Exception fault) {}
}
