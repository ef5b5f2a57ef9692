package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.java_websocket.client.WebSocketClient;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.handshake.ServerHandshake;
import org.java_websocket.protocols.IProtocol;
import org.java_websocket.protocols.Protocol;

/** An independent WebSocket client that keeps what it was sent. */
final class TestSocket implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Pattern STATUS = Pattern.compile("status code received: (\\d{3})");

    private final List<JsonNode> frames = new CopyOnWriteArrayList<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final WebSocketClient client;
    private volatile int closeCode;
    private volatile String closeReason = "";
    private volatile String subprotocol = "";

    private TestSocket(URI uri, Map<String, String> headers, List<String> subprotocols) {
        List<IProtocol> offered =
                subprotocols.stream().<IProtocol>map(Protocol::new).toList();
        Draft_6455 draft = offered.isEmpty() ? new Draft_6455() : new Draft_6455(List.of(), offered);
        client = new WebSocketClient(uri, draft, headers, 20_000) {
            @Override
            public void onOpen(ServerHandshake handshake) {
                subprotocol = handshake.getFieldValue("Sec-WebSocket-Protocol");
                opened.countDown();
            }

            @Override
            public void onMessage(String message) {
                try {
                    frames.add(JSON.readTree(message));
                } catch (JsonProcessingException e) {
                    frames.add(JSON.getNodeFactory().textNode(message));
                }
            }

            @Override
            public void onClose(int code, String reason, boolean remote) {
                closeCode = code;
                closeReason = reason;
                closed.countDown();
            }

            @Override
            public void onError(Exception failure) {
                // what it leads to is told by onClose
            }
        };
        client.setConnectionLostTimeout(0);
    }

    /** Connects and waits for the handshake to end one way or the other. */
    static TestSocket connect(URI uri, Map<String, String> headers, String... subprotocols) {
        TestSocket socket = new TestSocket(uri, headers, List.of(subprotocols));
        socket.client.connect();
        Awaitility.await().atMost(PATIENCE).until(() -> socket.opened.getCount() == 0 || socket.closed.getCount() == 0);
        return socket;
    }

    static TestSocket connect(URI uri) {
        return connect(uri, Map.of());
    }

    /** The status that the handshake was refused with; 0 where it was not. */
    int refusedWith() {
        Matcher matcher = STATUS.matcher(closeReason);
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    boolean isOpen() {
        return client.isOpen();
    }

    String subprotocol() {
        return subprotocol;
    }

    void send(String frame) {
        client.send(frame);
    }

    /** Sends one message as frames of at most {@code bytes}, as a message over 32 KB must come. */
    void sendInParts(String ascii, int bytes) {
        for (int from = 0; from < ascii.length(); from += bytes) {
            int to = Math.min(ascii.length(), from + bytes);
            client.sendFragmentedFrame(
                    Opcode.TEXT,
                    ByteBuffer.wrap(ascii.substring(from, to).getBytes(StandardCharsets.US_ASCII)),
                    to == ascii.length());
        }
    }

    /** Sends an action and waits for the reply that carries {@code id}. */
    JsonNode ask(String id, String frame) {
        send(frame);
        return await(node -> id.equals(node.path("id").asText())
                && node.path("type").asText().equals("reply"));
    }

    /** The connection's id, as it says itself. */
    String connectionId() {
        return ask("hello", "{\"action\":\"hello\",\"id\":\"hello\"}")
                .at("/data/connectionId")
                .asText();
    }

    JsonNode await(Predicate<JsonNode> wanted) {
        return await(wanted, PATIENCE);
    }

    JsonNode await(Predicate<JsonNode> wanted, Duration patience) {
        Awaitility.await().atMost(patience).until(() -> frames.stream().anyMatch(wanted));
        return frames.stream().filter(wanted).findFirst().orElseThrow();
    }

    JsonNode awaitEvent(String name) {
        return await(node -> isEvent(node) && node.path("event").asText().equals(name));
    }

    /** The events so far, after a round trip: what was posted to this connection before it has arrived by then. */
    List<JsonNode> events() {
        String id = "sync-" + System.nanoTime();
        ask(id, "{\"action\":\"ping\",\"id\":\"" + id + "\"}");
        return frames.stream().filter(TestSocket::isEvent).toList();
    }

    private static boolean isEvent(JsonNode node) {
        return node.path("type").asText().equals("event");
    }

    List<JsonNode> frames() {
        return frames;
    }

    int awaitClose() {
        try {
            assertThat(closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .as("closed")
                    .isTrue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return closeCode;
    }

    /** Cuts the TCP connection without a close frame, as a dying phone does. */
    void drop() throws java.io.IOException {
        client.getSocket().setSoLinger(true, 0);
        client.getSocket().close();
    }

    @Override
    public void close() {
        client.close();
        awaitClose();
    }
}
