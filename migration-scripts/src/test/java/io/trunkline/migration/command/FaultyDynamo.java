package io.trunkline.migration.command;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** DynamoDB as it is when something is wrong: what it is told to refuse it refuses, all else it passes on. */
final class FaultyDynamo implements AutoCloseable {
    private final URI behind;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final AtomicInteger untilFault = new AtomicInteger();
    private final AtomicInteger faults = new AtomicInteger();
    private volatile Optional<String> code = Optional.empty();

    FaultyDynamo(URI behind) throws IOException {
        this.behind = behind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    /**
     * After {@code good} writes of batches, {@code bad} of them fail.
     *
     * @param error DynamoDB's name for it; empty for a connection that breaks
     */
    void fails(int good, int bad, Optional<String> error) {
        untilFault.set(good);
        faults.set(bad);
        code = error;
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] request = exchange.getRequestBody().readAllBytes();
            String target = Optional.ofNullable(exchange.getRequestHeaders().getFirst("X-Amz-Target"))
                    .orElse("");
            boolean counts = target.endsWith(".BatchWriteItem");
            if (counts && untilFault.getAndDecrement() <= 0 && faults.getAndDecrement() > 0) {
                if (code.isEmpty()) {
                    return;
                }
                byte[] body = ("{\"__type\":\"com.amazonaws.dynamodb.v20120810#" + code.get()
                                + "\",\"message\":\"told to\"}")
                        .getBytes(StandardCharsets.UTF_8);
                exchange.sendResponseHeaders(400, body.length);
                exchange.getResponseBody().write(body);
                return;
            }
            HttpRequest.Builder passed =
                    HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(request));
            exchange.getRequestHeaders().forEach((name, values) -> {
                String lower = name.toLowerCase(java.util.Locale.ROOT);
                if (lower.startsWith("x-amz-") || lower.equals("authorization") || lower.equals("content-type")) {
                    passed.header(name, values.getFirst());
                }
            });
            HttpResponse<byte[]> response = client.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
            response.headers().firstValue("content-type").ifPresent(type -> exchange.getResponseHeaders()
                    .add("Content-Type", type));
            exchange.sendResponseHeaders(response.statusCode(), response.body().length);
            exchange.getResponseBody().write(response.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        server.stop(0);
        client.close();
    }
}
