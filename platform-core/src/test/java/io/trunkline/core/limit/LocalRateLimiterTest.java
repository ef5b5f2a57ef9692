package io.trunkline.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.testing.Wizz;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LocalRateLimiterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final RateLimit LIMIT = new RateLimit(10, Duration.ofMinutes(1), "10 a minute");

    private final LocalRateLimiter limiter = new LocalRateLimiter();

    @Test
    void threadsTogetherGetTheLimitAndEachKeyItsOwn() throws Exception {
        assertThat(admittedAtOnce("c-1")).isEqualTo(10);
        assertThat(admittedAtOnce("c-2")).isEqualTo(10);
    }

    private int admittedAtOnce(String subject) throws Exception {
        int admitted = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> asked = IntStream.range(0, 200)
                    .mapToObj(_ -> threads.submit(() -> isAdmitted(subject, NOW)))
                    .toList();
            for (Future<Boolean> one : asked) {
                admitted += one.get() ? 1 : 0;
            }
        }
        return admitted;
    }

    @Test
    void aFloodOfKeysForgetsTheQuietestOnly() {
        for (int i = 0; i < 10; i++) {
            assertThat(isAdmitted("busy", NOW)).isTrue();
        }
        for (int i = 0; i < 100_000; i++) {
            isAdmitted("c-" + i, NOW);
            if (i % 1_000 == 0) {
                assertThat(isAdmitted("busy", NOW)).isFalse();
            }
        }
    }

    @Test
    void theNextWindowBeginsAnew() {
        for (int i = 0; i < 20; i++) {
            isAdmitted("c-1", NOW);
        }

        assertThat(isAdmitted("c-1", NOW.plusSeconds(60))).isTrue();
    }

    private boolean isAdmitted(String subject, Instant now) {
        return limiter.acquire(new RateKey(Wizz.ID, "messages", subject), LIMIT, 1, now)
                instanceof RateDecision.Admitted;
    }
}
