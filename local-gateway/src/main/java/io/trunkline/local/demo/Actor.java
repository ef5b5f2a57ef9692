package io.trunkline.local.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One client of the story: a socket, and what came over it that nobody has waited for yet. */
final class Actor implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What stands in the inbox for the end of the socket. */
    private static final String CLOSED = "{\"closed\":true}";

    private final String name;
    private final Stage stage;
    private final Duration patience;
    private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
    private final WebSocket socket;

    private Actor(
            String name, Stage stage, Duration patience, HttpClient client, URI uri, Map<String, String> headers) {
        this.name = name;
        this.stage = stage;
        this.patience = patience;
        WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(patience);
        headers.forEach(builder::header);
        try {
            socket = builder.buildAsync(uri, new Inbox()).join();
        } catch (CompletionException e) {
            throw new DemoFailure("the " + name + " could not connect: " + e.getCause(), e);
        }
        stage.line(name, true, "connect", uri.getHost() + ":" + uri.getPort(), "{}");
    }

    static Actor connect(
            String name, Stage stage, Duration patience, HttpClient client, URI uri, Map<String, String> headers) {
        return new Actor(name, stage, patience, client, uri, headers);
    }

    void says(String kind, String gist, String frame) {
        stage.line(name, true, kind, gist, masked(frame));
        try {
            socket.sendText(frame, true).get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        } catch (java.util.concurrent.ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new DemoFailure("the " + name + " could not send " + kind + ": " + e.getMessage(), e);
        }
    }

    /** Nobody is shown a token. */
    private static String masked(String frame) {
        return frame.replaceAll("\"token\":\"[^\"]*\"", "\"token\":\"…\"");
    }

    /** Waits for a frame whose {@code type}, else {@code action}, is {@code kind}; others that come are dropped. */
    JsonNode gets(String kind, String gist) {
        return gets(kind, gist, _ -> true);
    }

    JsonNode gets(String kind, String gist, Predicate<JsonNode> wanted) {
        long end = System.nanoTime() + patience.toNanos();
        StringBuilder instead = new StringBuilder();
        while (true) {
            String text = next(end);
            if (text.isEmpty() || text.equals(CLOSED)) {
                throw new DemoFailure("the " + name + " did not get " + kind + " within " + patience.toSeconds() + " s"
                        + (text.isEmpty() ? "" : ", its connection is closed")
                        + (instead.isEmpty() ? "" : "; it got" + instead));
            }
            JsonNode frame = json(text);
            if ((frame.path("type").asText().equals(kind)
                            || frame.path("action").asText().equals(kind)
                            || frame.path("event").asText().equals(kind))
                    && wanted.test(frame)) {
                stage.line(name, false, kind, gist, text);
                return frame;
            }
            instead.append(' ').append(text.length() > 200 ? text.substring(0, 200) + "…" : text);
        }
    }

    /** Waits for the server to close the connection. */
    void isClosed() {
        long end = System.nanoTime() + patience.toNanos();
        String text;
        do {
            text = next(end);
        } while (!text.isEmpty() && !text.equals(CLOSED));
        if (text.isEmpty()) {
            throw new DemoFailure("the " + name + " was not closed within " + patience.toSeconds() + " s");
        }
        stage.line(name, false, "closed", "by the server", "{}");
    }

    private String next(long end) {
        try {
            String text = inbox.poll(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return text == null ? "" : text;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        }
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        socket.abort();
    }

    private final class Inbox implements WebSocket.Listener {
        private final StringBuilder parts = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence data, boolean last) {
            parts.append(data);
            if (last) {
                inbox.add(parts.toString());
                parts.setLength(0);
            }
            webSocket.request(1);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            inbox.add(CLOSED);
            return java.util.concurrent.CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            inbox.add(CLOSED);
        }
    }
}
