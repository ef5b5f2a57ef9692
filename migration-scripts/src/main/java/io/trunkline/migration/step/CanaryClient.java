package io.trunkline.migration.step;

import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A client behind one door that stays connected, and notes each numbered event that it gets, in whatever frame. */
final class CanaryClient implements AutoCloseable {
    private static final Duration CONNECT = Duration.ofSeconds(30);

    /** What came with one number: how many frames, and when the first of them, by {@link System#nanoTime}. */
    record Got(int frames, long firstNanos) {}

    private final HttpClient http;
    private final Canary.Door door;
    private final Optional<String> token;
    private final Pattern number;
    private final Map<String, Got> got = new ConcurrentHashMap<>();
    private Optional<WebSocket> socket = Optional.empty();
    private volatile boolean open;
    private int connects;

    /** @param number what is looked for in every frame */
    CanaryClient(HttpClient http, Canary.Door door, Optional<String> token, Pattern number) {
        this.http = http;
        this.door = door;
        this.token = token;
        this.number = number;
    }

    String name() {
        return DoorAddress.name(door.url());
    }

    boolean isOpen() {
        return open;
    }

    /** How often it had to connect; once where nothing went wrong. */
    int connects() {
        return connects;
    }

    /** What came with this number so far. */
    Optional<Got> got(String which) {
        return Optional.ofNullable(got.get(which));
    }

    /** Connects where it is not connected; what went wrong, where something did. */
    Optional<String> connect() {
        if (open) {
            return Optional.empty();
        }
        try {
            WebSocket.Builder builder = http.newWebSocketBuilder().connectTimeout(CONNECT);
            door.subprotocol().ifPresent(builder::subprotocols);
            open = true;
            WebSocket connected = builder.buildAsync(DoorAddress.of(door.url(), token), new Ears())
                    .get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            connects++;
            socket = Optional.of(connected);
            if (door.frame().isPresent()) {
                connected
                        .sendText(DoorAddress.frame(door.frame().get(), token), true)
                        .get(CONNECT.toSeconds(), TimeUnit.SECONDS);
            }
            return Optional.empty();
        } catch (ExecutionException e) {
            open = false;
            return Optional.of(Probe.why(e));
        } catch (TimeoutException e) {
            open = false;
            return Optional.of("there was no answer within " + CONNECT.toSeconds() + " seconds");
        } catch (IllegalArgumentException e) {
            open = false;
            return Optional.of("its address is none");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            open = false;
            return Optional.of("it was interrupted");
        }
    }

    private final class Ears implements WebSocket.Listener {
        private final StringBuilder partial = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence text, boolean whole) {
            partial.append(text);
            if (whole) {
                long now = System.nanoTime();
                // a frame may name its number more than once
                Set<String> numbers = new HashSet<>();
                Matcher found = number.matcher(partial);
                while (found.find()) {
                    numbers.add(found.group());
                }
                numbers.forEach(one -> got.merge(
                        one, new Got(1, now), (before, more) -> new Got(before.frames() + 1, before.firstNanos())));
                partial.setLength(0);
            }
            from.request(1);
            return CompletableFuture.completedStage(null);
        }

        @Override
        public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
            open = false;
            return CompletableFuture.completedStage(null);
        }

        @Override
        public void onError(WebSocket from, Throwable error) {
            open = false;
        }
    }

    @Override
    public void close() {
        socket.ifPresent(WebSocket::abort);
    }
}
