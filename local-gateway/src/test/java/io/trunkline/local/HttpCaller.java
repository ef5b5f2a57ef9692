package io.trunkline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.IssuedApiKey;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A backend that calls the HTTP API of the running platform. */
final class HttpCaller {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An answer with its body as JSON. */
    record Answer(int status, String contentType, JsonNode body, Optional<String> retryAfter) {}

    private final List<String> key;

    private HttpCaller(List<String> key) {
        this.key = key;
    }

    static HttpCaller of(String tenant, ApiScope... scopes) {
        return withKey(issue(tenant, scopes).text());
    }

    static HttpCaller withKey(String text) {
        return new HttpCaller(List.of("x-api-key", text));
    }

    static HttpCaller withToken(String token) {
        return new HttpCaller(List.of("Authorization", "Bearer " + token));
    }

    static HttpCaller withoutKey() {
        return new HttpCaller(List.of());
    }

    static IssuedApiKey issue(String tenant, ApiScope... scopes) {
        try (DynamoAdmin admin = admin()) {
            return keys(admin).create(new TenantId(tenant), "test", Set.of(scopes), Optional.empty());
        }
    }

    static void revoke(IssuedApiKey issued) {
        try (DynamoAdmin admin = admin()) {
            keys(admin).revoke(issued.key().id());
        }
    }

    private static DynamoAdmin admin() {
        return DynamoAdmin.at(
                RunningPlatform.platform().dynamoUri(),
                "us-east-1",
                RunningPlatform.credentials(),
                RunningPlatform.platform().tables());
    }

    private static ApiKeys keys(DynamoAdmin admin) {
        return new ApiKeys(admin.apiKeys(), new SecureRandom(), InstantSource.system());
    }

    Answer get(String path) {
        return send(request(path).GET());
    }

    Answer post(String path, String body) {
        return post(path, "application/json", body);
    }

    Answer post(String path, String contentType, String body) {
        return send(request(path).header("Content-Type", contentType).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    Answer put(String path, String body) {
        HttpRequest.Builder request = request(path).PUT(HttpRequest.BodyPublishers.ofString(body));
        return send(body.isEmpty() ? request : request.header("Content-Type", "application/json"));
    }

    Answer delete(String path) {
        return send(request(path).DELETE());
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder builder = HttpRequest.newBuilder(
                        RunningPlatform.platform().httpUri().resolve(path))
                .timeout(Duration.ofSeconds(40));
        if (!key.isEmpty()) {
            builder.headers(key.toArray(String[]::new));
        }
        return builder;
    }

    private static Answer send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
            return new Answer(
                    response.statusCode(),
                    response.headers().firstValue("content-type").orElse(""),
                    JSON.readTree(response.body()),
                    response.headers().firstValue("retry-after"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }
}
