package io.trunkline.local.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.trunkline.local.connections.CredentialLookup;
import io.trunkline.local.connections.HttpAnswer;
import io.trunkline.local.connections.ManagementRequest;
import io.trunkline.local.connections.SignatureVerdict;
import io.trunkline.local.connections.SignatureVerifier;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address on loopback at which the account's control planes answer, as AWS's own SDKs call them; every request must
 * be signed for the service that its path belongs to.
 */
public final class ControlPlanes implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlPlanes.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int MAX_BODY_BYTES = 262_144;
    private static final String APIS = "/v2/apis";
    private static final String FUNCTIONS = "/2015-03-31/functions";

    private final HttpServer server;
    private final ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, SignatureVerifier> signatures = new HashMap<>();
    private final ApiGatewayPlane apis;
    private final LambdaPlane functions;
    private final QueryPlane queries;

    private ControlPlanes(HttpServer server, Account account, CredentialLookup credentials, InstantSource clock) {
        this.server = server;
        this.apis = new ApiGatewayPlane(account, clock);
        this.functions = new LambdaPlane(account);
        this.queries = new QueryPlane(account);
        for (String service : List.of("apigateway", "lambda", "cloudformation", "sts", "monitoring")) {
            signatures.put(service, new SignatureVerifier(service, account.region(), credentials, clock));
        }
    }

    /** Listens on a free port of loopback. */
    public static ControlPlanes start(Account account, CredentialLookup credentials, InstantSource clock)
            throws IOException {
        ControlPlanes planes = new ControlPlanes(
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0),
                account,
                credentials,
                clock);
        planes.server.setExecutor(planes.executor);
        planes.server.createContext("/", exchange -> {
            try (exchange) {
                planes.answer(exchange);
            }
        });
        planes.server.start();
        return planes;
    }

    /** What an SDK client takes as its endpoint. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void answer(HttpExchange exchange) throws IOException {
        HttpAnswer answer;
        try {
            answer = answerTo(request(exchange));
        } catch (RuntimeException e) {
            LOG.error("a control plane failed", e);
            answer = HttpAnswer.error(500, "ServiceException", "a fault of Trunkline itself; its log has why");
        }
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
            exchange.getResponseBody().write(body);
        }
    }

    private static ManagementRequest request(HttpExchange exchange) throws IOException {
        Map<String, List<String>> headers = new HashMap<>();
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values));
        return new ManagementRequest(
                exchange.getRequestMethod(),
                exchange.getRequestURI().getRawPath(),
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                headers,
                exchange.getRequestBody().readNBytes(MAX_BODY_BYTES));
    }

    private HttpAnswer answerTo(ManagementRequest request) throws IOException {
        if (request.path().startsWith(APIS)) {
            return signed(request, "apigateway")
                    .orElseGet(() -> apis.handle(request.method(), segments(request, APIS), body(request)));
        }
        if (request.path().startsWith(FUNCTIONS)) {
            return signed(request, "lambda")
                    .orElseGet(() -> functions.handle(request.method(), segments(request, FUNCTIONS), body(request)));
        }
        Map<String, String> form = form(request);
        String service =
                switch (form.getOrDefault("Action", "")) {
                    case "GetCallerIdentity" -> "sts";
                    case "DescribeAlarms" -> "monitoring";
                    default -> "cloudformation";
                };
        return signed(request, service).orElseGet(() -> queries.handle(form));
    }

    /** The refusal, where the request is not signed as it must be. */
    private Optional<HttpAnswer> signed(ManagementRequest request, String service) {
        SignatureVerifier verifier = signatures.get(service);
        SignatureVerdict verdict = verifier == null ? SignatureVerdict.WRONG_SCOPE : verifier.verify(request);
        return verdict == SignatureVerdict.VALID
                ? Optional.empty()
                : Optional.of(HttpAnswer.error(
                        403,
                        verdict == SignatureVerdict.UNKNOWN_KEY
                                ? "UnrecognizedClientException"
                                : "InvalidSignatureException",
                        "the request is not signed for " + service + " with this machine's keys: " + verdict));
    }

    private static List<String> segments(ManagementRequest request, String prefix) {
        return Stream.of(request.path().substring(prefix.length()).split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(segment -> URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8))
                .toList();
    }

    private static JsonNode body(ManagementRequest request) {
        try {
            return request.body().length == 0 ? JSON.createObjectNode() : JSON.readTree(request.body());
        } catch (IOException notJson) {
            return JSON.createObjectNode();
        }
    }

    private static Map<String, String> form(ManagementRequest request) {
        Map<String, String> form = new HashMap<>();
        for (String pair : new String(request.body(), StandardCharsets.UTF_8).split("&", -1)) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                form.put(
                        URLDecoder.decode(pair.substring(0, equals), StandardCharsets.UTF_8),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return form;
    }

    @Override
    public void close() {
        server.stop(0);
        executor.shutdownNow();
    }
}
