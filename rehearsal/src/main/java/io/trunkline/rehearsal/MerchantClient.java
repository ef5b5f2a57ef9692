package io.trunkline.rehearsal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One merchant's app: the older client's frames over one socket, which it never opens anew. */
final class MerchantClient implements WebSocket.Listener {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final String business;
    private final Ledger up;
    private final Ledger down;
    private final StringBuilder partial = new StringBuilder();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong heardAt = new AtomicLong();
    private final AtomicLong longestSilence = new AtomicLong();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<WebSocket> socket = new CompletableFuture<>();
    private volatile String last = "";

    private MerchantClient(String business, Ledger up, Ledger down) {
        this.business = business;
        this.up = up;
        this.down = down;
    }

    /** Connects as the merchants' app does, without a token that anybody checks. */
    static MerchantClient connect(HttpClient http, URI api, String business, Ledger up, Ledger down) {
        MerchantClient client = new MerchantClient(business, up, down);
        client.socket.complete(http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(
                        URI.create(api + "?businessId=" + business + "&entityType=merchant&userId=u-" + business),
                        client)
                .join());
        return client;
    }

    String business() {
        return business;
    }

    /** Whether the socket ended, for whatever reason. */
    boolean isClosed() {
        return closed.get();
    }

    /** From here on silence counts. */
    void begin() {
        heardAt.set(System.nanoTime());
        longestSilence.set(0);
    }

    Duration longestSilence() {
        return Duration.ofNanos(longestSilence.get());
    }

    /**
     * Sends one numbered message, unless the answer to the last is still to come: an app asks one thing at a time. The
     * number goes where the answer repeats it.
     */
    void speak() {
        if (!last.isEmpty() && !up.hasArrived(last)) {
            return;
        }
        String number = "u-" + business + "." + numbers.incrementAndGet();
        last = number;
        up.sent(number);
        String frame = JSON.createObjectNode()
                .put("type", "REGISTER_CONNECTION")
                .put("businessId", business)
                .put("entityType", "merchant")
                .put("userType", "merchant")
                .put("userId", number)
                // the app writes its local time without a zone
                .put("timestamp", LocalDateTime.now(ZoneOffset.UTC).toString())
                .toString();
        var _ = socket.join().sendText(frame, true);
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
        partial.append(text);
        if (whole) {
            String frame = partial.toString();
            partial.setLength(0);
            long now = System.nanoTime();
            long before = heardAt.getAndSet(now);
            longestSilence.accumulateAndGet(now - before, Math::max);
            heard(frame);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    private void heard(String frame) {
        try {
            JsonNode node = JSON.readTree(frame);
            switch (node.path("type").asText()) {
                case "REGISTERED" -> up.arrived(node.path("userId").asText());
                case "NEW_ORDER" ->
                    down.arrived(node.at("/payload/data/orderId").asText());
                default -> {
                    // a welcome, or an error whose message then counts as lost
                }
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a frame that is no JSON: " + frame, e);
        }
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.set(true);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.set(true);
    }

    void end() {
        socket.join().abort();
    }
}
