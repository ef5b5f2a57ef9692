package io.trunkline.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A small HTTP server: {@code /.well-known/jwks.json} and {@code /health}; all else is 404. */
public final class LocalHttp implements AutoCloseable {
    /** Where the local issuer's keys are. */
    public static final String JWKS_PATH = "/.well-known/jwks.json";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    /** Listens at once; throws {@link IOException} where the address is taken. */
    public LocalHttp(InetSocketAddress address, String jwks) throws IOException {
        server = HttpServer.create(address, 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            switch (exchange.getRequestURI().getPath()) {
                case JWKS_PATH -> answer(exchange, 200, "application/json", jwks);
                case "/health" -> answer(exchange, 200, "application/json", "{\"status\":\"ok\"}");
                default ->
                    answer(
                            exchange,
                            404,
                            "application/problem+json",
                            "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404}");
            }
        });
        server.start();
    }

    /** The address that it listens on, {@code http://127.0.0.1:3002}. */
    public URI uri() {
        InetSocketAddress bound = server.getAddress();
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
    }

    private static void answer(HttpExchange exchange, int status, String type, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        try (exchange) {
            exchange.getResponseHeaders().set("Content-Type", type);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
