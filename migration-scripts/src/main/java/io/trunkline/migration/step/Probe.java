package io.trunkline.migration.step;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One client that connects through a door, says one frame, waits for the answer, and goes. It is a connection like any
 * other: it has a row while it lasts.
 *
 * @param door where it connects; {@code {token}} in it stands for the token
 * @param frame what it says, in the door's dialect
 * @param subprotocol that it offers, where it offers one
 * @param expect what the answer has in it; without it any frame that comes is one, a welcome as well
 */
public record Probe(String door, String frame, Optional<String> subprotocol, Optional<String> expect) {
    /** What every door without a dialect of its own understands. */
    public static final String PING = "{\"action\":\"ping\",\"id\":\"probe\"}";

    /** Of its answer: the id comes back. */
    public static final String PINGED = "\"probe\"";

    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** What went wrong; empty where the frame was answered. The token is in no message. */
    Optional<String> fault(Optional<String> token) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT);
            subprotocol.ifPresent(builder::subprotocols);
            WebSocket socket = builder.buildAsync(DoorAddress.of(door, token), listener(answer))
                    .get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            try {
                socket.sendText(DoorAddress.frame(frame, token), true).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
                answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
                return Optional.empty();
            } finally {
                socket.abort();
                client.shutdownNow();
            }
        } catch (TimeoutException e) {
            return Optional.of("there was no answer within " + ANSWER.toSeconds() + " seconds"
                    + expect.map(text -> " that has " + text + " in it").orElse(""));
        } catch (ExecutionException e) {
            return Optional.of(why(e));
        } catch (IllegalArgumentException e) {
            return Optional.of("its address is none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        }
    }

    /** Why a connect came to nothing. */
    static String why(ExecutionException failure) {
        return switch (failure.getCause()) {
            case WebSocketHandshakeException refused ->
                "it was refused: HTTP "
                        + Optional.ofNullable(refused.getResponse())
                                .map(response -> Integer.toString(response.statusCode()))
                                .orElse("without a status");
            case null -> "it was refused, or closed";
            case Throwable cause ->
                "it was refused, or closed: " + cause.getClass().getSimpleName();
        };
    }

    private WebSocket.Listener listener(CompletableFuture<String> answer) {
        return new WebSocket.Listener() {
            private final StringBuilder partial = new StringBuilder();

            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                partial.append(text);
                if (last) {
                    if (expect.isEmpty() || partial.indexOf(expect.get()) >= 0) {
                        answer.complete("text");
                    }
                    partial.setLength(0);
                }
                socket.request(1);
                return CompletableFuture.completedStage(null);
            }

            @Override
            public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
                answer.completeExceptionally(new IllegalStateException("closed"));
                return CompletableFuture.completedStage(null);
            }

            @Override
            public void onError(WebSocket socket, Throwable error) {
                answer.completeExceptionally(error);
            }
        };
    }

    /** The door without what follows its question mark, for messages. */
    String name() {
        return DoorAddress.name(door);
    }
}
