package io.trunkline.core.apigw;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trunkline.core.delivery.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An @connections that answers as told, with API Gateway's statuses, headers and bodies. */
final class ConnectionsServer implements AutoCloseable {
    record Request(String method, String rawPath, String path, String authorization, String body) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private volatile Answer answer = Answer.HELD;

    ConnectionsServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String url() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    void answer(Answer next) {
        answer = next;
    }

    List<Request> requests() {
        return List.copyOf(requests);
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void handle(HttpExchange exchange) throws IOException {
        requests.add(new Request(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                exchange.getRequestURI().getPath(),
                Objects.requireNonNullElse(exchange.getRequestHeaders().getFirst("Authorization"), "none"),
                new String(exchange.getRequestBody().readAllBytes(), UTF_8)));
        switch (answer) {
            case HELD -> held(exchange);
            case GONE -> error(exchange, 410, "GoneException", "Gone");
            case THROTTLED -> error(exchange, 429, "LimitExceededException", "Too many requests");
            case TOO_LARGE -> error(exchange, 413, "PayloadTooLargeException", "Payload too large");
            case FORBIDDEN -> error(exchange, 403, "ForbiddenException", "Forbidden");
            case MALFORMED -> error(exchange, 400, "BadRequestException", "Invalid connectionId");
            case BROKEN -> error(exchange, 500, "InternalServerErrorException", "Internal server error");
            case SILENT -> {
                awaitClose();
                exchange.close();
            }
            case CUT -> exchange.close();
        }
    }

    private void awaitClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void held(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "DELETE" -> exchange.sendResponseHeaders(204, -1);
            case "GET" ->
                send(
                        exchange,
                        200,
                        "{\"connectedAt\":\"2026-01-01T12:00:00.000Z\",\"identity\":{\"sourceIp\":\"127.0.0.1\","
                                + "\"userAgent\":\"test\"},\"lastActiveAt\":\"2026-01-01T12:00:00.000Z\"}");
            default -> send(exchange, 200, "");
        }
        exchange.close();
    }

    private static void error(HttpExchange exchange, int status, String type, String message) throws IOException {
        exchange.getResponseHeaders().set("x-amzn-ErrorType", type);
        send(exchange, status, "{\"message\":\"" + message + "\"}");
        exchange.close();
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
        if (bytes.length > 0) {
            exchange.getResponseBody().write(bytes);
        }
    }
}
