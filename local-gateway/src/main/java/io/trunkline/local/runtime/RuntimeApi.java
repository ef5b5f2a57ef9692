package io.trunkline.local.runtime;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trunkline.local.route.InvokeOutcome;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Lambda Runtime API of one environment, 2018-06-01, on a port of its own: an answer of a process that was given up
 * can never be taken for its successor's.
 */
final class RuntimeApi implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String PREFIX = "/2018-06-01/runtime";
    private static final Pattern INVOCATION = Pattern.compile(PREFIX + "/invocation/([^/]+)/(response|error)");

    /** What the API asks of the environment behind it. */
    interface Host {
        /** The next invocation; waits until there is one, and is empty once the environment has ended. */
        Optional<Invocation> next();

        /** Gives back an invocation that never reached the process. */
        void giveBack(Invocation invocation);

        void answered(String invocationId, InvokeOutcome outcome);

        void initFailed(String message);
    }

    private final FunctionSpec spec;
    private final Host host;
    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();

    RuntimeApi(FunctionSpec spec, Host host) throws IOException {
        this.spec = spec;
        this.host = host;
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(executor);
        server.createContext("/", this::route);
        server.start();
    }

    /** {@code 127.0.0.1:port}, as AWS_LAMBDA_RUNTIME_API names it. */
    String address() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    private void route(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            Matcher invocation = INVOCATION.matcher(path);
            if (path.equals(PREFIX + "/invocation/next")) {
                next(exchange);
            } else if (invocation.matches()) {
                byte[] body = exchange.getRequestBody().readAllBytes();
                host.answered(
                        invocation.group(1),
                        invocation.group(2).equals("response")
                                ? new InvokeOutcome.Success(body)
                                : error(body, exchange.getRequestHeaders()));
                accept(exchange);
            } else if (path.equals(PREFIX + "/init/error")) {
                InvokeOutcome.FunctionError error =
                        error(exchange.getRequestBody().readAllBytes(), exchange.getRequestHeaders());
                host.initFailed(error.errorType() + ": " + error.message());
                accept(exchange);
            } else {
                exchange.sendResponseHeaders(404, -1);
            }
        }
    }

    private void next(HttpExchange exchange) throws IOException {
        Optional<Invocation> taken = host.next();
        if (taken.isEmpty()) {
            exchange.sendResponseHeaders(410, -1);
            return;
        }
        Invocation invocation = taken.get();
        // every documented header: the native client crashes its JVM where some are missing
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "application/json");
        headers.set("Lambda-Runtime-Aws-Request-Id", invocation.id());
        headers.set(
                "Lambda-Runtime-Deadline-Ms",
                Long.toString(Instant.now().plus(spec.timeout()).toEpochMilli()));
        headers.set(
                "Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-1:000000000000:function:" + spec.name());
        headers.set("Lambda-Runtime-Trace-Id", "Root=1-00000000-000000000000000000000000;Sampled=0");
        headers.set(
                "Date",
                java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME.format(
                        Instant.now().atOffset(java.time.ZoneOffset.UTC)));
        // closed here, not by the exchange: that would hide a write that failed in its last flush
        try (OutputStream body = exchange.getResponseBody()) {
            exchange.sendResponseHeaders(200, invocation.event().length);
            body.write(invocation.event());
        } catch (IOException e) {
            host.giveBack(invocation);
            throw e;
        }
    }

    private static InvokeOutcome.FunctionError error(byte[] body, Headers headers) {
        String type = Optional.ofNullable(headers.getFirst("Lambda-Runtime-Function-Error-Type"))
                .orElse("Unhandled");
        try {
            JsonNode error = JSON.readTree(new String(body, StandardCharsets.UTF_8));
            return new InvokeOutcome.FunctionError(
                    error.path("errorType").asText(type),
                    error.path("errorMessage").asText(""));
        } catch (JsonProcessingException e) {
            return new InvokeOutcome.FunctionError(type, "");
        }
    }

    private static void accept(HttpExchange exchange) throws IOException {
        byte[] body = "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(202, body.length);
        exchange.getResponseBody().write(body);
    }

    /** How long {@link Host#next} may wait at a time before it looks whether its environment still lives. */
    static final Duration LOOK = Duration.ofMillis(200);

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
