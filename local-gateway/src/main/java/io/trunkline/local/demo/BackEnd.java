package io.trunkline.local.demo;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** wizz's own back end, which calls the HTTP API. */
final class BackEnd {
    private final DemoPlatform platform;
    private final HttpClient client;
    private final Stage stage;
    private final Duration patience;

    BackEnd(DemoPlatform platform, HttpClient client, Stage stage, Duration patience) {
        this.platform = platform;
        this.client = client;
        this.stage = stage;
        this.patience = patience;
    }

    /** Lets {@code entity} into {@code room}. */
    void lets(String entity, String room) {
        stage.line("back end", true, "grant", entity + " into " + room, "{}");
        call("PUT", "/v1/rooms/" + room + "/members/" + entity, "");
    }

    void publishes(String event, String room, String data) {
        stage.line("back end", true, "publish " + event, "to " + room, data);
        call(
                "POST",
                "/v1/publish",
                "{\"rooms\":[\"%s\"],\"event\":\"%s\",\"data\":%s,\"wait\":true}".formatted(room, event, data));
    }

    private void call(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(platform.http() + path))
                .timeout(patience)
                .header("x-api-key", platform.apiKey())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 != 2) {
                throw new DemoFailure("the back end was refused: " + method + " " + path + ": " + response.statusCode()
                        + " " + response.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DemoFailure("interrupted", e);
        } catch (IOException e) {
            throw new DemoFailure("the HTTP API does not answer: " + e, e);
        }
    }
}
