package io.trunkline.migration.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;

/** DynamoDB with a meter before it: every request is made to tell what it consumed, by table, indexes included. */
final class MeteredDynamo implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final URI behind;
    private final HttpServer server;
    private final HttpClient client = HttpClient.newHttpClient();
    private final Map<String, Double> reads = new TreeMap<>();
    private final Map<String, Double> writes = new TreeMap<>();

    MeteredDynamo(URI behind) throws IOException {
        this.behind = behind;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
        server.start();
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    synchronized void reset() {
        reads.clear();
        writes.clear();
    }

    /** Read units of the table whose name holds {@code part}. */
    synchronized double read(String part) {
        return sum(reads, part);
    }

    synchronized double written(String part) {
        return sum(writes, part);
    }

    private static double sum(Map<String, Double> units, String part) {
        return units.entrySet().stream()
                .filter(table -> table.getKey().contains(part))
                .mapToDouble(Map.Entry::getValue)
                .sum();
    }

    private synchronized void count(String operation, JsonNode consumed) {
        if (consumed.isArray()) {
            consumed.forEach(table -> count(operation, table));
        } else if (consumed.isObject()) {
            boolean read =
                    operation.startsWith("Get") || operation.startsWith("BatchGet") || operation.matches("Query|Scan");
            (read ? reads : writes)
                    .merge(
                            consumed.path("TableName").asText(),
                            consumed.path("CapacityUnits").asDouble(),
                            Double::sum);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            byte[] body = exchange.getRequestBody().readAllBytes();
            String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            String operation = target.substring(target.indexOf('.') + 1);
            if (operation.matches("(Batch|TransactWrite)?(Get|Put|Update|Delete|Write)?Items?|Query|Scan")) {
                ObjectNode asked = (ObjectNode) JSON.readTree(body);
                body = JSON.writeValueAsBytes(asked.put("ReturnConsumedCapacity", "TOTAL"));
            }
            HttpRequest.Builder passed =
                    HttpRequest.newBuilder(behind).POST(HttpRequest.BodyPublishers.ofByteArray(body));
            exchange.getRequestHeaders().forEach((name, values) -> {
                String lower = name.toLowerCase(Locale.ROOT);
                if (lower.startsWith("x-amz-") || lower.equals("authorization") || lower.equals("content-type")) {
                    passed.header(name, values.getFirst());
                }
            });
            HttpResponse<byte[]> response = client.send(passed.build(), HttpResponse.BodyHandlers.ofByteArray());
            count(operation, JSON.readTree(response.body()).path("ConsumedCapacity"));
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
