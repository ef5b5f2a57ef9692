package io.trunkline.migration.step;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * One client that connects through a door, says one frame, waits for any answer, and goes. It is a connection like any
 * other: it has a row while it lasts.
 *
 * @param door where it connects; {@code {token}} in it stands for the token
 * @param frame what it says
 * @param subprotocol that it offers, where it offers one
 */
public record Probe(String door, String frame, Optional<String> subprotocol) {
    private static final Duration CONNECT = Duration.ofSeconds(30);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** What went wrong; empty where the frame was answered. The token is in no message. */
    Optional<String> fault(Optional<String> token) {
        CompletableFuture<String> answer = new CompletableFuture<>();
        try (HttpClient client = HttpClient.newHttpClient()) {
            WebSocket.Builder builder = client.newWebSocketBuilder().connectTimeout(CONNECT);
            subprotocol.ifPresent(builder::subprotocols);
            URI address = URI.create(door.replace(
                    "{token}",
                    token.map(text -> URLEncoder.encode(text, StandardCharsets.UTF_8))
                            .orElse("")));
            WebSocket socket = builder.buildAsync(address, listener(answer)).get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            try {
                socket.sendText(frame, true).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
                answer.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
                return Optional.empty();
            } finally {
                socket.abort();
                client.shutdownNow();
            }
        } catch (TimeoutException e) {
            return Optional.of("there was no answer within " + ANSWER.toSeconds() + " seconds");
        } catch (ExecutionException e) {
            return Optional.of("it was refused, or closed: "
                    + Optional.ofNullable(e.getCause())
                            .map(cause -> cause.getClass().getSimpleName())
                            .orElse("no reason given"));
        } catch (IllegalArgumentException e) {
            return Optional.of("its address is none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("it was interrupted");
        }
    }

    private static WebSocket.Listener listener(CompletableFuture<String> answer) {
        return new WebSocket.Listener() {
            @Override
            public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
                answer.complete("text");
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
        int question = door.indexOf('?');
        return question < 0 ? door : door.substring(0, question);
    }
}
