package io.trunkline.rehearsal;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/** A client that keeps every frame that it gets, and how it ended. */
final class Listener implements WebSocket.Listener {
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final List<String> frames = new CopyOnWriteArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();

    private Listener() {}

    static Listener connect(HttpClient http, URI address) {
        Listener listener = new Listener();
        http.newWebSocketBuilder()
                .connectTimeout(PATIENCE)
                .buildAsync(address, listener)
                .join();
        return listener;
    }

    /** Frames with this text in them. */
    long heard(String text) {
        return frames.stream().filter(frame -> frame.contains(text)).count();
    }

    /** The close code, once it has ended. */
    CompletableFuture<Integer> closed() {
        return closed;
    }

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
        partial.append(text);
        if (whole) {
            frames.add(partial.toString());
            partial.setLength(0);
        }
        from.request(1);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public CompletionStage<?> onClose(WebSocket from, int code, String reason) {
        closed.complete(code);
        return CompletableFuture.completedStage(null);
    }

    @Override
    public void onError(WebSocket from, Throwable error) {
        closed.complete(-1);
    }
}
