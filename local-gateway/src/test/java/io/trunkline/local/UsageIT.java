package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a tenant used, to the frame and the byte, through the built zip. */
class UsageIT {
    private final HttpCaller metered = HttpCaller.of("metered", ApiScope.READ, ApiScope.PUBLISH);

    @Test
    void everyFrameByteAndMinuteIsCountedOnce() {
        Instant start = Instant.now();
        String large = "x".repeat(40_000);
        String hello = "{\"action\":\"hello\",\"id\":\"hello\"}";
        String send =
                "{\"action\":\"send\",\"id\":\"1\",\"to\":{\"entity\":\"device/b\"},\"event\":\"told\",\"data\":\""
                        + large + "\"}";
        String unreadable = "{\"action\":";
        long bytesOut;
        try (TestSocket sender = connect("metered/devices", "device/a");
                TestSocket receiver = connect("metered/devices", "device/b")) {
            sender.ask("hello", hello);
            sender.sendInParts(send, 30_000);
            receiver.awaitEvent("told");
            sender.await(node -> node.path("id").asText().equals("1"));
            sender.send(unreadable);
            sender.await(node -> node.toString().contains("bad_json"));
            // by the other function, and by its threads
            assertThat(metered.post(
                                    "/v1/publish",
                                    "{\"to\":{\"entity\":\"device/b\"},\"event\":\"posted\",\"wait\":true}")
                            .body()
                            .at("/receipt/delivered")
                            .asInt())
                    .isEqualTo(1);
            receiver.awaitEvent("posted");
            bytesOut = received(sender) + received(receiver);
        }

        JsonNode total = awaitTotal(3 + 1, 3 + 2 + 1, 2);
        assertThat(total.path("bytesIn").asLong()).isEqualTo(hello.length() + send.length() + unreadable.length());
        assertThat(total.path("bytesOut").asLong()).isEqualTo(bytesOut);
        long minutesAtMost = Duration.between(start, Instant.now()).toMinutes() + 1;
        assertThat(total.path("connectionMinutes").asLong()).isBetween(2L, 2 * minutesAtMost);
        // two connects and two disconnects, 15 units each; their pages and rooms
        assertThat(total.path("writeUnits").asLong()).isGreaterThanOrEqualTo(40);
        assertThat(total.path("readUnits").asDouble()).isGreaterThanOrEqualTo(2);
        JsonNode days = metered.get("/v1/usage?by=day").body().path("periods");
        assertThat(days.get(days.size() - 1).path("start").asText()).endsWith("T00:00:00Z");
    }

    @Test
    void aTenantReadsItsOwnUseAlone() {
        JsonNode other = HttpCaller.of("hasty", ApiScope.READ)
                .get("/v1/usage?from=2026-01-01T00:00:00Z&to=2026-01-01T01:00:00Z")
                .body();

        assertThat(other.path("periods")).isEmpty();
        assertThat(other.at("/total/messagesIn").asLong()).isZero();
    }

    @Test
    void aBadRangeIsRefused() {
        for (String query : new String[] {
            "by=week",
            "from=yesterday",
            "from=2026-01-01T00:30:00Z&to=2026-01-02T00:00:00Z",
            "from=2026-01-02T00:00:00Z&to=2026-01-01T00:00:00Z",
            "from=2020-01-01T00:00:00Z",
            "to=1969-12-31T00:00:00Z",
            "by=day&by=hour",
            "tenant=wizz"
        }) {
            HttpCaller.Answer answer = metered.get("/v1/usage?" + query);
            assertThat(answer.status()).as(query).isEqualTo(400);
            assertThat(answer.body().path("code").asText()).isEqualTo("bad_field");
        }
        assertThat(HttpCaller.of("metered", ApiScope.PUBLISH).get("/v1/usage").status())
                .isEqualTo(403);
    }

    /** Flushes come with invocations; those of another tenant's client bring them without adding anything. */
    private JsonNode awaitTotal(int messagesIn, int messagesOut, int minutes) {
        try (TestSocket other = connect("wizz/order-receiver", "merchant/usage-1")) {
            await().atMost(Duration.ofSeconds(60))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        other.send("{\"action\":\"ping\"}");
                        JsonNode total = total();
                        assertThat(total.path("connectionMinutes").asLong()).isGreaterThanOrEqualTo(minutes);
                        assertThat(total.path("messagesIn").asLong()).isEqualTo(messagesIn);
                        assertThat(total.path("messagesOut").asLong()).isEqualTo(messagesOut);
                    });
        }
        return total();
    }

    private JsonNode total() {
        return metered.get("/v1/usage").body().path("total");
    }

    /** As many bytes as the frames had: they were written as compactly as here. */
    private static long received(TestSocket socket) {
        return socket.frames().stream()
                .mapToLong(frame -> frame.toString().getBytes(StandardCharsets.UTF_8).length)
                .sum();
    }
}
