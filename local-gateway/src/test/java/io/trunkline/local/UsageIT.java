package io.trunkline.local;

import static io.trunkline.local.RunningPlatform.connect;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.apikey.ApiScope;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What is metered, through the built zip. */
class UsageIT {
    private final HttpCaller operator = HttpCaller.of("wizz", ApiScope.READ);

    @Test
    void usageIsCountedAndToldByHour() {
        HttpCaller reader = HttpCaller.of("wizz", ApiScope.READ);
        long before = total(reader).path("messagesIn").asLong();
        try (TestSocket socket = connect("wizz/order-receiver", "merchant/usage-1")) {
            // each answered with a code or not, each is a message of two units
            String frame = "{\"action\":\"ping\",\"id\":\"" + "x".repeat(40_000) + "\"}";
            for (int i = 0; i < 3; i++) {
                socket.send(frame);
            }
            await().atMost(Duration.ofSeconds(40))
                    .pollInterval(Duration.ofSeconds(1))
                    .untilAsserted(() -> {
                        socket.send("{\"action\":\"ping\"}");
                        assertThat(total(reader).path("messagesIn").asLong()).isGreaterThanOrEqualTo(before + 6);
                    });
            assertThat(total(reader).path("bytesIn").asLong()).isGreaterThan(120_000);
            assertThat(total(reader).path("writeUnits").asLong()).isGreaterThanOrEqualTo(15);
        }
    }

    @Test
    void aBadRangeIsRefused() {
        assertThat(operator.get("/v1/usage?by=week").status()).isEqualTo(400);
        assertThat(operator.get("/v1/usage?from=yesterday").status()).isEqualTo(400);
        assertThat(operator.get("/v1/usage?tenant=wizz").status()).isEqualTo(400);
        assertThat(operator.get("/v1/usage?from=2020-01-01T00:00:00Z").status()).isEqualTo(400);
    }

    private static JsonNode total(HttpCaller caller) {
        return caller.get("/v1/usage").body().path("total");
    }
}
