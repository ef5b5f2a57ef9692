package io.trunkline.local.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;

/** Asks the HTTP API of the platform that runs, page by page, with the key of this machine's commands. */
final class ApiReader implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** An answer, and its text as it came. */
    record Answer(JsonNode json, String text) {
        /** What the next page is asked for with. */
        Optional<String> next() {
            return json.hasNonNull("next") ? Optional.of(json.path("next").asText()) : Optional.empty();
        }
    }

    private final RunningPlatform platform;
    private final String key;
    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

    ApiReader(RunningPlatform platform, String key) {
        this.platform = platform;
        this.key = key;
    }

    /** A text as it stands in a path or query. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Throws {@link OperatorException} where the answer is anything but 200. */
    Answer get(String path) throws InterruptedException {
        HttpResponse<String> response;
        try {
            response = client.send(
                    HttpRequest.newBuilder(platform.file().http().resolve(path))
                            .timeout(Duration.ofSeconds(35))
                            .header("x-api-key", key)
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new OperatorException(
                    "the HTTP API at " + platform.file().http() + " does not answer: " + e.getMessage(), e);
        }
        JsonNode json = parsed(response.body());
        if (response.statusCode() != 200) {
            throw new OperatorException("refused: "
                    + json.path("code").asText("HTTP " + response.statusCode()) + ": "
                    + json.path("detail").asText(json.path("message").asText()));
        }
        return new Answer(json, response.body());
    }

    private static JsonNode parsed(String body) {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            return JSON.missingNode();
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
