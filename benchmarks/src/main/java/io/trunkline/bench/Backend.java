package io.trunkline.bench;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;

/** A tenant's backend: calls the HTTP API with a key, and repeats what was not acknowledged under the same key. */
final class Backend implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int TOO_MANY = 429;
    private static final int CONFLICT = 409;
    private static final int FAULTS = 500;

    private final HttpClient client = HttpClient.newHttpClient();
    private final URI api;
    private final String key;

    Backend(URI api, String key) {
        this.api = api;
        this.key = key;
    }

    /** Publishes until it is acknowledged; answers how often it had to be asked. */
    int publish(String room, int number) throws IOException, InterruptedException {
        String body = """
            {"rooms":["%s"],"event":"bench.tick","data":{"n":%d},"idempotencyKey":"event-%d"}\
            """.formatted(room, number, number);
        long end = System.nanoTime() + PATIENCE.toNanos();
        for (int tries = 1; System.nanoTime() < end; tries++) {
            try {
                HttpResponse<String> answer = post("/v1/publish", body);
                int status = answer.statusCode();
                if (status == OK || status == ACCEPTED) {
                    return tries;
                }
                if (status != TOO_MANY && status != CONFLICT && status < FAULTS) {
                    throw new IllegalStateException("refused: " + answer.body());
                }
            } catch (IOException e) {
                // no answer: it may have been done or not, which is what the key is for
            }
            Thread.sleep(PAUSE);
        }
        throw new IOException("event " + number + " was not acknowledged within " + PATIENCE);
    }

    HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        return client.send(
                HttpRequest.newBuilder(api.resolve(path))
                        .header("x-api-key", key)
                        .header("Content-Type", "application/json")
                        .timeout(Duration.ofSeconds(60))
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    @Override
    public void close() {
        client.close();
    }
}
