package io.trunkline.local.connections;

import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;

/** Answers POST, GET and DELETE on {@code /{stage}/@connections/{id}}, whose id may come encoded. */
public final class ConnectionsEndpoint {
    /** The largest body that a POST may have, in bytes; the SDK's service model names it. */
    public static final int MAX_BODY_BYTES = 131_072;

    private static final Pattern CONNECTION_ID = Pattern.compile("[A-Za-z0-9_-]{15}=");

    private final String stage;
    private final Connections connections;
    private final SignatureVerifier signatures;

    public ConnectionsEndpoint(
            String stage, String region, CredentialLookup credentials, Connections connections, InstantSource clock) {
        this.stage = stage;
        this.connections = connections;
        this.signatures = new SignatureVerifier("execute-api", region, credentials, clock);
    }

    /** Whether a raw path is this endpoint's: it is not a client's to connect to, whatever follows. */
    public boolean owns(String path) {
        List<String> segments = List.of(path.split("/", -1));
        return segments.size() > 2
                && segments.get(1).equals(stage)
                && decode(segments.get(2)).equals(Optional.of("@connections"));
    }

    /** The first segment of its paths. */
    public String stage() {
        return stage;
    }

    /** What is answered where a body exceeds {@link #MAX_BODY_BYTES}. */
    public static HttpAnswer tooLarge() {
        return HttpAnswer.error(413, "PayloadTooLargeException", "Payload Too Large");
    }

    /** Never fails: whatever is wrong with the request is in the answer. */
    public CompletionStage<HttpAnswer> handle(ManagementRequest request) {
        SignatureVerdict verdict = signatures.verify(request);
        if (verdict != SignatureVerdict.VALID) {
            return done(ManagementErrors.refused(verdict));
        }
        List<String> segments = List.of(request.path().split("/", -1));
        if (!owns(request.path()) || segments.size() != 4) {
            return done(ManagementErrors.forbidden());
        }
        String connectionId = decode(segments.get(3)).orElse(segments.get(3));
        if (!CONNECTION_ID.matcher(connectionId).matches()) {
            return done(ManagementErrors.malformedId(connectionId));
        }
        return switch (request.method()) {
            case "POST" -> post(connectionId, request.body());
            case "GET" -> done(get(connectionId));
            case "DELETE" -> done(connections.delete(connectionId) ? HttpAnswer.empty(204) : ManagementErrors.gone());
            default -> done(ManagementErrors.forbidden());
        };
    }

    private CompletionStage<HttpAnswer> post(String connectionId, byte[] body) {
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException notText) {
            return done(ManagementErrors.notText());
        }
        return connections.post(connectionId, text).thenApply(result -> switch (result) {
            case ACCEPTED -> HttpAnswer.empty(200);
            case GONE -> ManagementErrors.gone();
            case BUFFER_FULL -> ManagementErrors.bufferFull();
        });
    }

    private HttpAnswer get(String connectionId) {
        return connections
                .status(connectionId)
                .map(status -> {
                    Map<String, String> identity = new LinkedHashMap<>();
                    identity.put("sourceIp", status.sourceIp());
                    status.userAgent().ifPresent(agent -> identity.put("userAgent", agent));
                    Map<String, Object> body = new LinkedHashMap<>();
                    body.put("connectedAt", status.connectedAt().toString());
                    body.put("identity", identity);
                    body.put("lastActiveAt", status.lastActiveAt().toString());
                    return HttpAnswer.json(200, body);
                })
                .orElseGet(ManagementErrors::gone);
    }

    private static Optional<String> decode(String segment) {
        try {
            return Optional.of(URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8));
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }

    private static CompletionStage<HttpAnswer> done(HttpAnswer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
