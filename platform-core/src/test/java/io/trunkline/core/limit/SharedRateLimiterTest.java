package io.trunkline.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.testing.InMemoryTokenLeases;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SharedRateLimiterTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final RateKey KEY = new RateKey(Wizz.ID, "messages", "c-1");
    private static final RateLimit LIMIT = limit(100);

    private final InMemoryTokenLeases leases = new InMemoryTokenLeases();
    private final SharedRateLimiter limiter = new SharedRateLimiter(leases);

    @Test
    void oneEnvironmentGetsTheWholeLimitAndThenARetryTimeWithinTheWindow() {
        assertThat(admitted(limiter, LIMIT, 150, NOW)).isEqualTo(100);
        assertThat(limiter.acquire(KEY, LIMIT, 1, NOW))
                .isInstanceOfSatisfying(RateDecision.Refused.class, refused -> assertThat(refused.retryAfter())
                        .isBetween(Duration.ofMillis(1), Duration.ofMinutes(1)));
    }

    @Test
    void afterTheRetryTimeThereIsMore() {
        admitted(limiter, LIMIT, 100, NOW);
        RateDecision.Refused refused = (RateDecision.Refused) limiter.acquire(KEY, LIMIT, 1, NOW);

        assertThat(limiter.acquire(KEY, LIMIT, 1, NOW.plus(refused.retryAfter())))
                .isEqualTo(new RateDecision.Admitted());
    }

    @Test
    void aBusyEnvironmentAsksSeldomAndARefusedOneNotAtAll() {
        admitted(limiter, limit(10_000), 7_000, NOW);
        assertThat(leases.asked()).isLessThan(30);

        InMemoryTokenLeases exhausted = new InMemoryTokenLeases();
        SharedRateLimiter refusing = new SharedRateLimiter(exhausted);
        admitted(refusing, LIMIT, 100, NOW);
        int before = exhausted.asked();
        assertThat(admitted(refusing, LIMIT, 1_000, NOW)).isZero();
        assertThat(exhausted.asked()).isEqualTo(before);
    }

    @Test
    void aCalmUserOfManyEnvironmentsIsNotRefusedEarly() {
        List<SharedRateLimiter> environments = IntStream.range(0, 20)
                .mapToObj(_ -> new SharedRateLimiter(leases))
                .toList();

        assertThat(IntStream.range(0, 75)
                        .filter(i -> admitted(environments.get(i % 20), LIMIT, 1, NOW) == 1)
                        .count())
                .isEqualTo(75);
    }

    @Test
    void whereLeasesFailAnEnvironmentAllowsATenthAndAsksNoMore() {
        leases.fail();

        assertThat(admitted(limiter, LIMIT, 1_000, NOW)).isEqualTo(10);
        assertThat(leases.asked()).isEqualTo(1);
        assertThat(admitted(limiter, LIMIT, 1_000, NOW.plusSeconds(60))).isEqualTo(10);
        assertThat(leases.asked()).isEqualTo(2);
    }

    @Test
    void amountsAreCountedWholeOrNotAtAll() {
        assertThat(limiter.acquire(KEY, LIMIT, 90, NOW)).isEqualTo(new RateDecision.Admitted());
        assertThat(limiter.acquire(KEY, LIMIT, 11, NOW)).isInstanceOf(RateDecision.Refused.class);
        assertThat(limiter.acquire(KEY, LIMIT, 10, NOW)).isEqualTo(new RateDecision.Admitted());
    }

    @Test
    void whoWaitsForASlowLeaseKeepsNobodyElseWaiting() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        SharedRateLimiter slow = new SharedRateLimiter((key, window, wanted, least, limit, forgetAt) -> {
            if (key.equals(KEY)) {
                asked.countDown();
                await(goOn);
            }
            return leases.lease(key, window, wanted, least, limit, forgetAt);
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<RateDecision> waiting = threads.submit(() -> slow.acquire(KEY, LIMIT, 1, NOW));
            asked.await();

            RateKey other = new RateKey(new TenantId("parcelo"), "messages", "c-1");
            assertThat(slow.acquire(other, LIMIT, 1, NOW)).isEqualTo(new RateDecision.Admitted());
            assertThat(waiting.isDone()).isFalse();
            goOn.countDown();
            assertThat(waiting.get()).isEqualTo(new RateDecision.Admitted());
        }
    }

    @Test
    void aClockThatGoesBackwardsOpensNoWindowAgain() {
        admitted(limiter, LIMIT, 100, NOW.plusSeconds(60));

        assertThat(admitted(limiter, LIMIT, 100, NOW)).isZero();
    }

    @Test
    void windowsOfDifferentKeysEndAtDifferentMoments() {
        assertThat(IntStream.range(0, 50)
                        .mapToObj(i -> new RateKey(Wizz.ID, "messages", "c-" + i))
                        .map(key -> LIMIT.end(key, LIMIT.number(key, NOW)))
                        .distinct()
                        .count())
                .isGreaterThan(40);
    }

    private static int admitted(RateLimiter limiter, RateLimit limit, int times, Instant now) {
        return (int) IntStream.range(0, times)
                .filter(_ -> limiter.acquire(KEY, limit, 1, now) instanceof RateDecision.Admitted)
                .count();
    }

    private static RateLimit limit(long most) {
        return new RateLimit(most, Duration.ofMinutes(1), most + " a minute");
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
