package io.trunkline.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trunkline.local.route.InvokeOutcome;
import io.trunkline.local.route.Invoker;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * API Gateway's HTTP API on this machine: every request becomes an event of the function.
 * {@code /.well-known/jwks.json} and {@code /health} are this machine's own and reach no function.
 */
public final class LocalHttp implements AutoCloseable {
    /** Where the local issuer's keys are. */
    public static final String JWKS_PATH = "/.well-known/jwks.json";

    /** Largest body; the quota of HTTP APIs. */
    static final int MAX_BODY_BYTES = 10 * 1024 * 1024;

    /** Longest that an HTTP API waits for its integration; its quotas page. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = LoggerFactory.getLogger(LocalHttp.class);

    /** What concerns one connection, which this server's own answer settles. */
    private static final Set<String> HOP_BY_HOP = Set.of("connection", "content-length", "transfer-encoding", "date");

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpApiEvents events;
    private final Invoker function;
    private final InstantSource clock;
    private final Duration patience;

    /** Listens at once; throws {@link IOException} where the address is taken. */
    public LocalHttp(InetSocketAddress address, String jwks, String accountId, Invoker function, InstantSource clock)
            throws IOException {
        this(address, jwks, accountId, function, clock, PATIENCE);
    }

    LocalHttp(
            InetSocketAddress address,
            String jwks,
            String accountId,
            Invoker function,
            InstantSource clock,
            Duration patience)
            throws IOException {
        this.events = new HttpApiEvents("local", accountId);
        this.function = function;
        this.clock = clock;
        this.patience = patience;
        server = HttpServer.create(address, 0);
        server.setExecutor(executor);
        server.createContext("/", exchange -> {
            try (exchange) {
                send(
                        exchange,
                        switch (exchange.getRequestURI().getPath()) {
                            case JWKS_PATH -> HttpApiReply.json(200, jwks);
                            case "/health" -> HttpApiReply.json(200, "{\"status\":\"ok\"}");
                            default -> throughFunction(exchange);
                        });
            }
        });
        server.start();
    }

    /** The address that it listens on, {@code http://127.0.0.1:3002}. */
    public URI uri() {
        InetSocketAddress bound = server.getAddress();
        return URI.create("http://" + bound.getAddress().getHostAddress() + ":" + bound.getPort());
    }

    private HttpApiReply throughFunction(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readNBytes(MAX_BODY_BYTES + 1);
        if (body.length > MAX_BODY_BYTES) {
            return HttpApiReply.message(413, "Request Entity Too Large");
        }
        return HttpApiReply.of(invoke(events.write(request(exchange, body))));
    }

    private InvokeOutcome invoke(byte[] event) {
        CompletableFuture<InvokeOutcome> call = CompletableFuture.supplyAsync(() -> function.invoke(event), executor);
        try {
            return call.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            return new InvokeOutcome.TimedOut();
        } catch (ExecutionException e) {
            LOG.warn("the call of the function failed", e);
            return new InvokeOutcome.Crashed();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new InvokeOutcome.Crashed();
        }
    }

    private HttpApiRequest request(HttpExchange exchange, byte[] body) {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders()
                .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), List.copyOf(values)));
        URI uri = exchange.getRequestURI();
        String query = uri.getRawQuery();
        return new HttpApiRequest(
                exchange.getRequestMethod(),
                uri.getRawPath(),
                query == null ? "" : query,
                exchange.getProtocol(),
                headers,
                body,
                exchange.getRemoteAddress().getAddress().getHostAddress(),
                UUID.randomUUID().toString(),
                clock.instant());
    }

    private static void send(HttpExchange exchange, HttpApiReply reply) throws IOException {
        reply.headers().forEach((name, values) -> {
            if (!HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT))) {
                exchange.getResponseHeaders().put(name, values);
            }
        });
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
        exchange.sendResponseHeaders(reply.status(), bodiless ? -1 : reply.body().length);
        if (!bodiless) {
            exchange.getResponseBody().write(reply.body());
        }
    }

    @Override
    public void close() {
        server.stop(0);
        executor.close();
    }
}
