package io.trunkline.rehearsal;

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

/** The older app's back end, which pushes orders to merchants: by its own table, or over the platform's HTTP API. */
final class Backend {
    /** By which of the two it pushes; switched as an operator switches a setting of it. */
    enum Way {
        OLDER,
        PLATFORM
    }

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration TIMEOUT = Duration.ofSeconds(40);
    private static final int TRIES = 5;

    private final OlderFunction older;
    private final HttpClient http;
    private final URI publish;
    private final String key;
    private final Ledger down;
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicLong refused = new AtomicLong();
    private volatile Way way = Way.OLDER;

    Backend(OlderFunction older, HttpClient http, URI platform, String key, Ledger down) {
        this.older = older;
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

    /** Pushes one numbered order. */
    void push(String business) throws IOException, InterruptedException {
        String order = "o-" + business + "." + numbers.incrementAndGet();
        down.sent(order);
        switch (way) {
            case OLDER -> older.push(business, order);
            case PLATFORM -> publish(business, order);
        }
    }

    private void publish(String business, String order) throws IOException, InterruptedException {
        ObjectNode body = JSON.createObjectNode().put("event", "order.created").put("idempotencyKey", order);
        body.putObject("to").put("entity", "merchant/" + business);
        body.putObject("data").put("orderId", order).put("businessId", business);
        HttpRequest request = HttpRequest.newBuilder(publish)
                .timeout(TIMEOUT)
                .header("x-api-key", key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build();
        for (int attempt = 0; attempt < TRIES; attempt++) {
            int status =
                    http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status / 100 == 2) {
                return;
            }
        }
        refused.incrementAndGet();
    }
}
