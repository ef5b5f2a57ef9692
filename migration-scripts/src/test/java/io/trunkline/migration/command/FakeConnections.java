package io.trunkline.migration.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;

/** An @connections on loopback that holds the connections that it is told of, and keeps what is posted to them. */
final class FakeConnections implements AutoCloseable {
    private final Map<String, Instant> held = new ConcurrentHashMap<>();
    private final Map<String, List<String>> posted = new ConcurrentHashMap<>();
    private final List<Instant> posts = new CopyOnWriteArrayList<>();
    private final Set<String> ended = ConcurrentHashMap.newKeySet();
    private final HttpServer server;

    FakeConnections() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    String template() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/{stage}";
    }

    void holds(String connection, Instant lastActiveAt) {
        held.put(connection, lastActiveAt);
    }

    void drops(String connection) {
        held.remove(connection);
    }

    List<String> postedTo(String connection) {
        return posted.getOrDefault(connection, List.of());
    }

    List<Instant> posts() {
        return List.copyOf(posts);
    }

    Set<String> ended() {
        return Set.copyOf(ended);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getRawPath();
            String id = URLDecoder.decode(path.substring(path.lastIndexOf('/') + 1), StandardCharsets.UTF_8);
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Instant lastActiveAt = held.get(id);
            if (lastActiveAt == null) {
                exchange.getResponseHeaders().add("x-amzn-ErrorType", "GoneException");
                exchange.sendResponseHeaders(410, -1);
                return;
            }
            switch (exchange.getRequestMethod()) {
                case "POST" -> {
                    posts.add(Instant.now());
                    posted.computeIfAbsent(id, _ -> new CopyOnWriteArrayList<>())
                            .add(body);
                    exchange.sendResponseHeaders(200, -1);
                }
                case "DELETE" -> {
                    ended.add(id);
                    held.remove(id);
                    exchange.sendResponseHeaders(204, -1);
                }
                default -> {
                    byte[] said = ("{\"connectedAt\":\"" + lastActiveAt + "\",\"lastActiveAt\":\"" + lastActiveAt
                                    + "\",\"identity\":{\"sourceIp\":\"127.0.0.1\",\"userAgent\":\"-\"}}")
                            .getBytes(StandardCharsets.UTF_8);
                    exchange.getResponseHeaders().add("Content-Type", "application/json");
                    exchange.sendResponseHeaders(200, said.length);
                    exchange.getResponseBody().write(said);
                }
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
