package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.core.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class CachedTest {
    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final AtomicInteger loads = new AtomicInteger();
    private Function<String, Optional<String>> store = key -> Optional.of(key + " v1");
    private final Cached<String, String> cached = new Cached<>(
            "thing",
            key -> {
                loads.incrementAndGet();
                return store.apply(key);
            },
            clock);

    @Test
    void aValueIsLoadedOnceInHalfAMinute() {
        assertThat(cached.get("a")).contains("a v1");
        store = key -> Optional.of(key + " v2");

        clock.advance(Duration.ofSeconds(29));
        assertThat(cached.get("a")).contains("a v1");
        assertThat(loads).hasValue(1);

        clock.advance(Duration.ofSeconds(1));
        assertThat(cached.get("a")).contains("a v2");
    }

    @Test
    void thatNothingIsThereIsBelievedForFiveSecondsOnly() {
        store = key -> Optional.empty();
        assertThat(cached.get("a")).isEmpty();
        store = key -> Optional.of("new");

        clock.advance(Duration.ofSeconds(4));
        assertThat(cached.get("a")).isEmpty();

        clock.advance(Duration.ofSeconds(1));
        assertThat(cached.get("a")).contains("new");
    }

    @Test
    void anOutageIsBridgedForTenMinutesAndIsThenTheCallers() {
        cached.get("a");
        breakStore();

        clock.advance(Duration.ofMinutes(9).plusSeconds(59));
        assertThat(cached.get("a")).contains("a v1");

        clock.advance(Duration.ofSeconds(6));
        assertThatThrownBy(() -> cached.get("a")).hasMessage("down");
    }

    @Test
    void aStoreThatIsDownIsTriedEveryFiveSecondsAndNotByEveryCaller() {
        cached.get("a");
        breakStore();
        clock.advance(Duration.ofSeconds(30));

        for (int i = 0; i < 100; i++) {
            assertThat(cached.get("a")).contains("a v1");
        }
        assertThat(loads).hasValue(2);

        clock.advance(Duration.ofSeconds(5));
        store = key -> Optional.of("back");
        assertThat(cached.get("a")).contains("back");
    }

    @Test
    void whereNothingMayBeStaleAnOutageIsTheCallersOnceTheValueIsOld() {
        Cached<String, String> strict = new Cached<>("thing", key -> store.apply(key), clock, Duration.ZERO);
        strict.get("a");
        breakStore();

        clock.advance(Duration.ofSeconds(29));
        assertThat(strict.get("a")).contains("a v1");

        clock.advance(Duration.ofSeconds(1));
        assertThatThrownBy(() -> strict.get("a")).hasMessage("down");
    }

    @Test
    void thatSomethingWasNotThereIsNotRepeatedThroughAnOutage() {
        store = key -> Optional.empty();
        cached.get("a");
        breakStore();

        clock.advance(Duration.ofSeconds(5));

        assertThatThrownBy(() -> cached.get("a")).hasMessage("down");
    }

    @Test
    void aFailureWithNothingToFallBackOnIsNotKept() {
        breakStore();
        assertThatThrownBy(() -> cached.get("a")).hasMessage("down");

        store = key -> Optional.of("back");

        assertThat(cached.get("a")).contains("back");
    }

    @Test
    void thoseWhoAskAtOnceWaitForOneLoad() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        store = key -> {
            wait(mayEnd);
            return Optional.of("slow");
        };

        assertThat(askAtOnce(mayEnd)).allSatisfy(got -> assertThat(got).isEqualTo("slow"));
        assertThat(loads).hasValue(1);
    }

    @Test
    void thoseWhoWaitShareAFailureToo() throws Exception {
        CountDownLatch mayEnd = new CountDownLatch(1);
        store = key -> {
            wait(mayEnd);
            throw new IllegalStateException("down");
        };

        assertThat(askAtOnce(mayEnd)).allSatisfy(got -> assertThat(got).isEqualTo("down"));
        assertThat(loads).hasValue(1);
    }

    @Test
    void whatStrangersMakeUpPushesNoValueOut() {
        assertThat(cached.get("a")).contains("a v1");
        store = key -> Optional.empty();

        for (int i = 0; i < Cached.MAX_KEYS + 10; i++) {
            cached.get("made-up-" + i);
        }

        breakStore();
        assertThat(cached.get("a")).contains("a v1");
    }

    private void breakStore() {
        store = key -> {
            throw new IllegalStateException("down");
        };
    }

    /** What ten threads get for one key, values and failures' messages alike; the load ends when all of them wait. */
    private List<String> askAtOnce(CountDownLatch mayEnd) throws Exception {
        List<Thread> askers = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(10, task -> {
            Thread thread = new Thread(task);
            askers.add(thread);
            return thread;
        })) {
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                answers.add(threads.submit(this::ask));
            }
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> askers.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
            mayEnd.countDown();
            List<String> got = new ArrayList<>();
            for (Future<String> answer : answers) {
                got.add(answer.get());
            }
            return got;
        }
    }

    private String ask() {
        try {
            return cached.get("a").orElse("nothing");
        } catch (IllegalStateException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static void wait(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
