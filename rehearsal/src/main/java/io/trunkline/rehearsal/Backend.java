package io.trunkline.rehearsal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The older app's back end, which pushes to clients: by its own records, or over the platform's HTTP API. */
final class Backend {
    /** By which of the two it pushes; switched as an operator switches a setting of it. */
    enum Way {
        OLDER,
        /**
         * Over the platform, and by its own records where that reached nobody: some are known to the one alone, and
         * some to the other.
         */
        BOTH,
        PLATFORM
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int TRIES = 5;

    private final OlderFunction older;
    private final OlderWire wire;
    private final HttpClient http;
    private final URI publish;
    private final String key;
    private final Ledger down;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private volatile Way way = Way.OLDER;

    Backend(OlderFunction older, OlderWire wire, HttpClient http, URI platform, String key, Ledger down) {
        this.older = older;
        this.wire = wire;
        this.http = http;
        this.publish = platform.resolve("/v1/publish");
        this.key = key;
        this.down = down;
    }

    void goes(Way other) {
        way = other;
    }

    /** Publishes that the platform refused to the last try; their messages are lost. */
    long refused() {
        return refused.get();
    }

    /** Makes a numbered push for a client, and does not send it yet. */
    String numbered(Person person) {
        String number = "o-" + person.id() + "." + numbers.incrementAndGet();
        down.sent(number);
        return number;
    }

    /** Sends it; false where it is known that nobody was reached. */
    boolean push(Person person, String number) throws IOException, InterruptedException {
        return switch (way) {
            case OLDER -> older.push(person.id(), number) > 0;
            case BOTH -> publish(person, number, true) || older.push(person.id(), number) > 0;
            case PLATFORM -> publish(person, number, false);
        };
    }

    /** Whether anybody was reached, as far as that was asked. */
    private boolean publish(Person person, String number, boolean ask) throws IOException, InterruptedException {
        OlderWire.Published event = wire.published(person.id(), number);
        ObjectNode body = JSON.createObjectNode()
                .put("event", event.event())
                .put("wait", ask)
                // of this request: a later one for the same number must not have this one's receipt
                .put("idempotencyKey", number + "." + requests.incrementAndGet());
        body.putObject("to").put("entity", person.entity());
        body.set("data", event.data());
        HttpRequest request = HttpRequest.newBuilder(publish)
                .timeout(TIMEOUT)
                .header("x-api-key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                JsonNode receipt = JSON.readTree(response.body()).path("receipt");
                return !ask
                        || receipt.path("delivered").asLong()
                                        + receipt.path("queued").asLong()
                                > 0;
            }
        }
        refused.incrementAndGet();
        return false;
    }
}
