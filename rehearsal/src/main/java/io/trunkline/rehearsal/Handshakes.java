package io.trunkline.rehearsal;

import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/**
 * Opens sockets as an app does: a server's fault is tried again after a moment, and counted; a refusal is one. Which of
 * them it was tells the status.
 */
final class Handshakes {
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final int TRIES = 4;

    private final Map<Integer, Integer> failed = new ConcurrentSkipListMap<>();

    WebSocket open(WebSocket.Builder builder, URI address, WebSocket.Listener listener) throws Exception {
        for (int attempt = 1; ; attempt++) {
            try {
                return builder.connectTimeout(PATIENCE)
                        .buildAsync(address, listener)
                        .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                int status = e.getCause() instanceof WebSocketHandshakeException refused
                        ? refused.getResponse().statusCode()
                        : 0;
                if (status < 500 || attempt == TRIES) {
                    throw new IllegalStateException("the handshake came to status " + status, e);
                }
                failed.merge(status, 1, Integer::sum);
                Thread.sleep(PAUSE);
            }
        }
    }

    /** Handshakes that were tried again, by the status that they had come to. */
    Map<Integer, Integer> failed() {
        return new TreeMap<>(failed);
    }
}
