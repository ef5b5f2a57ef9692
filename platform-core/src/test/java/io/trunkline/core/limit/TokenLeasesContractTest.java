package io.trunkline.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What everybody does who hands out leases. */
public abstract class TokenLeasesContractTest {
    protected static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final RateKey KEY = new RateKey(Wizz.ID, "messages", "c-1");

    protected abstract TokenLeases leases();

    @Test
    void whatIsWantedIsGrantedWhileItIsThere() {
        assertThat(lease(KEY, 7, 40, 1)).isEqualTo(new TokenLeases.Lease(40, 60));
        assertThat(lease(KEY, 7, 40, 1)).isEqualTo(new TokenLeases.Lease(40, 20));
        assertThat(lease(KEY, 7, 40, 1)).isEqualTo(new TokenLeases.Lease(20, 0));
        assertThat(lease(KEY, 7, 1, 1)).isEqualTo(new TokenLeases.Lease(0, 0));
    }

    @Test
    void lessThanTheLeastIsNotGrantedAndStays() {
        lease(KEY, 7, 95, 1);

        assertThat(lease(KEY, 7, 20, 10)).isEqualTo(new TokenLeases.Lease(0, 5));
        assertThat(lease(KEY, 7, 20, 5)).isEqualTo(new TokenLeases.Lease(5, 0));
        assertThat(lease(KEY, 8, 200, 101)).isEqualTo(new TokenLeases.Lease(0, 100));
    }

    @Test
    void everyWindowKindSubjectAndTenantHasItsOwn() {
        lease(KEY, 7, 100, 1);

        assertThat(lease(KEY, 8, 100, 1).granted()).isEqualTo(100);
        for (RateKey other : List.of(
                new RateKey(Wizz.ID, "messages", "c-2"),
                new RateKey(Wizz.ID, "joins", "c-1"),
                new RateKey(new TenantId("parcelo"), "messages", "c-1"))) {
            assertThat(lease(other, 7, 100, 1).granted()).isEqualTo(100);
        }
    }

    @Test
    void thoseWhoAskAtOnceGetNoMoreThanTheLimitTogetherAndAllOfIt() throws Exception {
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> granted = IntStream.range(0, 40)
                    .mapToObj(_ -> threads.submit(() -> lease(KEY, 7, 3, 1).granted()))
                    .toList();
            long sum = 0;
            for (Future<Long> one : granted) {
                sum += one.get();
            }
            assertThat(sum).isBetween(98L, 100L);
        }
    }

    @Test
    void environmentsTogetherNeverAdmitMoreThanTheLimit() throws Exception {
        RateLimit limit = new RateLimit(100, Duration.ofMinutes(1), "100 a minute");
        List<SharedRateLimiter> environments = IntStream.range(0, 8)
                .mapToObj(_ -> new SharedRateLimiter(leases()))
                .toList();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Boolean>> asked = IntStream.range(0, 400)
                    .mapToObj(i -> threads.submit(
                            () -> environments.get(i % 8).acquire(KEY, limit, 1, NOW) instanceof RateDecision.Admitted))
                    .toList();
            int admitted = 0;
            for (Future<Boolean> one : asked) {
                admitted += one.get() ? 1 : 0;
            }
            assertThat(admitted).isBetween(75, 100);
        }
    }

    private TokenLeases.Lease lease(RateKey key, long window, long wanted, long least) {
        return leases().lease(key, window, wanted, least, 100, NOW.plusSeconds(120));
    }
}
