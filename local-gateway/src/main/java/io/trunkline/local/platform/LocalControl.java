package io.trunkline.local.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * How the commands beside {@code up} have a function called, which on AWS is Lambda's Invoke: {@code POST
 * /functions/{name}}, on loopback whatever {@code --host} says, for whoever can read the data folder's
 * {@code running.json}, which its owner alone can.
 */
public final class LocalControl implements AutoCloseable {
    private static final String PATH = "/functions/";
    private static final int MAX_BODY_BYTES = 262_144;
    private static final int TOKEN_BYTES = 24;

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, Invoker> functions;
    private final String token;

    private LocalControl(HttpServer server, Map<String, Invoker> functions, String token) {
        this.server = server;
        this.functions = Map.copyOf(functions);
        this.token = token;
    }

    /** @param functions those that may be called, by their names */
    static LocalControl start(Map<String, Invoker> functions) throws IOException {
        byte[] secret = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(secret);
        LocalControl control = new LocalControl(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                functions,
                HexFormat.of().formatHex(secret));
        control.server.setExecutor(control.executor);
        control.server.createContext("/", exchange -> {
            try (exchange) {
                control.answer(exchange);
            }
        });
        control.server.start();
        return control;
    }

    /** Where functions are called; the name follows it. */
    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + PATH);
    }

    /** What a call's {@code Authorization} carries behind {@code Bearer}. */
    String token() {
        return token;
    }

    private void answer(HttpExchange exchange) throws IOException {
        Optional<Invoker> function = Optional.of(exchange.getRequestURI().getPath())
                .filter(path -> path.startsWith(PATH))
                .map(path -> functions.get(path.substring(PATH.length())));
        byte[] event = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES);
        if (!isOwner(exchange)) {
            send(exchange, 401, "{\"message\":\"this is for the owner of the data folder\"}");
        } else if (function.isEmpty() || !exchange.getRequestMethod().equals("POST")) {
            send(exchange, 404, "{\"message\":\"there is no such function to call here\"}");
        } else {
            switch (function.get().invoke(event)) {
                case InvokeOutcome.Success success ->
                    send(exchange, 200, new String(success.payload(), StandardCharsets.UTF_8));
                case InvokeOutcome.FunctionError _ ->
                    send(exchange, 502, "{\"message\":\"the function failed; its log has why\"}");
                case InvokeOutcome.TimedOut _ -> send(exchange, 504, "{\"message\":\"the function took too long\"}");
                case InvokeOutcome.Crashed _ -> send(exchange, 502, "{\"message\":\"the function's process ended\"}");
                case InvokeOutcome.Throttled _ -> send(exchange, 429, "{\"message\":\"the function is busy\"}");
            }
        }
    }

    private boolean isOwner(HttpExchange exchange) {
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        return given != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), ("Bearer " + token).getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
