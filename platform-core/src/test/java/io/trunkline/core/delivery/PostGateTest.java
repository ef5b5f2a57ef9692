package io.trunkline.core.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Turns and pace of posts. */
class PostGateTest {
    private static final TenantId GIANT = new TenantId("giant");
    private static final TenantId SMALL = new TenantId("small");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final VirtualTime time = new VirtualTime();

    @Test
    void aTenantWithOnePostWaitsBehindOneOfEachOtherTenantHoweverManyTheyHave() throws InterruptedException {
        PostGate gate = new PostGate(1, 0, time, time);
        assertThat(gate.acquire(GIANT, PATIENCE)).isTrue();
        List<TenantId> served = new CopyOnWriteArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            threads.add(waiting(gate, GIANT, served));
        }
        threads.add(waiting(gate, SMALL, served));

        gate.release();
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(served).hasSize(51);
        assertThat(served.indexOf(SMALL)).isEqualTo(1);
    }

    private static Thread waiting(PostGate gate, TenantId tenant, List<TenantId> served) {
        CountDownLatch begun = new CountDownLatch(1);
        Thread thread = Thread.ofPlatform().daemon().start(() -> {
            begun.countDown();
            try {
                if (gate.acquire(tenant, PATIENCE)) {
                    served.add(tenant);
                    gate.release();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        Awaitility.await().until(() -> begun.getCount() == 0 && thread.getState() == Thread.State.TIMED_WAITING);
        return thread;
    }

    @Test
    void postsGoOutAtThePaceAfterATenthOfASecondsBurst() throws InterruptedException {
        PostGate gate = new PostGate(64, 1000, time, time);
        Instant begun = time.instant();

        for (int i = 0; i < 1100; i++) {
            assertThat(gate.acquire(GIANT, PATIENCE)).isTrue();
            gate.release();
        }

        assertThat(Duration.between(begun, time.instant())).isBetween(Duration.ofMillis(990), Duration.ofMillis(1000));
    }

    @Test
    void whoCannotBeServedInTimeTakesNoSlotAndNoPermit() throws InterruptedException {
        PostGate gate = new PostGate(1, 1, time, time);
        assertThat(gate.acquire(GIANT, Duration.ofMillis(1))).isTrue();
        gate.release();
        assertThat(gate.acquire(GIANT, Duration.ofMillis(1))).isTrue();
        gate.release();

        assertThat(gate.acquire(GIANT, Duration.ofMillis(500))).isFalse();
        assertThat(gate.acquire(SMALL, Duration.ofSeconds(2))).isTrue();
    }
}
