package io.trunkline.core.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Delivery;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryClaimStore;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryHistoryStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Repeats of a publish under one key: one event, one delivery, one outcome. */
class OnlyOnceTest {
    private static final DeliveryReceipt RECEIPT = new DeliveryReceipt(2, 1, 0, 0, false);
    private static final JsonNode DATA = JsonNodeFactory.instance.objectNode().put("total", 12);
    private static final RoomName ORDER = RoomName.parse("order:o-9");
    private static final RoomName NEWS = RoomName.parse("news:today");

    private final TestClock clock = new TestClock(Instant.parse("2026-01-01T12:00:00Z"));
    private final EventIds ids = new EventIds(clock, new Random(1));
    private final InMemoryClaimStore claims = new InMemoryClaimStore();
    private final InMemoryHistoryStore histories = new InMemoryHistoryStore(claims);
    private final List<ServerEvent.Published> delivered = new CopyOnWriteArrayList<>();
    private final UsageLimits limits = new UsageLimits(new LocalRateLimiter(), new LocalRateLimiter(), clock);
    private final Publisher publisher = publisher((shards, event, deadline) -> {
        delivered.add((ServerEvent.Published) event);
        return RECEIPT;
    });

    private Publisher publisher(Delivery delivery) {
        return new Publisher(
                new InMemoryAppRegistry(Wizz.tenant()),
                limits,
                new RoomPolicy(new InMemoryGrantStore()),
                histories,
                delivery,
                new OnlyOnce(claims, ids, clock::advance, clock),
                ids,
                EventHook.NONE,
                clock);
    }

    @Test
    void aRepeatGetsTheFirstOutcomeAndNobodyGetsItTwice() {
        PublishOutcome first = publish("k-1", DATA, ORDER, NEWS);
        clock.advance(Duration.ofMinutes(4));

        assertThat(publish("k-1", DATA, ORDER, NEWS)).isEqualTo(first);
        assertThat(delivered).hasSize(2);
        assertThat(stored()).isEqualTo(1);
    }

    @Test
    void afterFiveMinutesItIsPublishedAgain() {
        publish("k-1", DATA, NEWS);
        clock.advance(Duration.ofMinutes(5).plusSeconds(2));
        publish("k-1", DATA, NEWS);

        assertThat(delivered)
                .extracting(ServerEvent.Published::id)
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void anotherBodyUnderTheKeyIsRefusedAndNotPublished() {
        publish("k-1", DATA, NEWS);

        assertRefused(publish("k-1", JsonNodeFactory.instance.objectNode(), NEWS), RejectionCode.IDEMPOTENCY_CONFLICT);
        assertRefused(publish("k-1", DATA, ORDER), RejectionCode.IDEMPOTENCY_CONFLICT);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void ofManyAtOnceOneIsDeliveredAndAllGetItsOutcome() throws Exception {
        CountDownLatch running = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        Publisher slow = new Publisher(
                new InMemoryAppRegistry(Wizz.tenant()),
                limits,
                new RoomPolicy(new InMemoryGrantStore()),
                histories,
                (shards, event, deadline) -> {
                    running.countDown();
                    await(goOn);
                    delivered.add((ServerEvent.Published) event);
                    return RECEIPT;
                },
                // whoever waits lets the first go on
                new OnlyOnce(
                        claims,
                        ids,
                        _ -> {
                            goOn.countDown();
                            await(ended);
                        },
                        clock),
                ids,
                EventHook.NONE,
                clock);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<PublishOutcome> first = threads.submit(() -> {
                PublishOutcome outcome = publish(slow, "k-1", DATA, NEWS);
                ended.countDown();
                return outcome;
            });
            running.await();
            List<Future<PublishOutcome>> others = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> publish(slow, "k-1", DATA, NEWS)))
                    .toList();
            for (Future<PublishOutcome> other : others) {
                assertThat(other.get()).isEqualTo(first.get());
            }
        }
        assertThat(delivered).hasSize(1);
    }

    @Test
    void whileTheFirstIsAtItOthersAreToldWhenToAskAgain() {
        Publisher outer = publisher((shards, event, deadline) -> {
            PublishOutcome second = publish("k-1", DATA, NEWS);
            assertRefused(second, RejectionCode.IN_PROGRESS);
            assertThat(((PublishOutcome.Refused) second).rejection().retryAfter())
                    .hasValueSatisfying(after -> assertThat(after).isPositive());
            return RECEIPT;
        });

        assertThat(publish(outer, "k-1", DATA, NEWS)).isInstanceOf(PublishOutcome.Published.class);
        assertThat(delivered).isEmpty();
    }

    @Test
    void afterACrashBetweenAppendAndDeliveryARepeatDeliversWhatWasAppended() {
        Publisher dying = publisher((shards, event, deadline) -> {
            throw new Dying();
        });
        assertThatThrownBy(() -> publish(dying, "k-1", DATA, ORDER)).isInstanceOf(Dying.class);
        assertRefused(publish("k-1", DATA, ORDER), RejectionCode.IN_PROGRESS);
        clock.advance(Duration.ofSeconds(30));

        assertThat(publish("k-1", DATA, ORDER))
                .isInstanceOfSatisfying(PublishOutcome.Published.class, published -> assertThat(published.positions())
                        .hasEntrySatisfying(
                                ORDER, position -> assertThat(position.offset()).isEqualTo(1)));
        assertThat(stored()).isEqualTo(1);
        assertThat(delivered).singleElement().satisfies(event -> assertThat(event.at())
                .isEqualTo(Instant.parse("2026-01-01T12:00:00Z")));
    }

    @Test
    void afterAFaultTheKeyIsFreeAtOnce() {
        Publisher failing = publisher((shards, event, deadline) -> {
            throw new IllegalStateException("the table cannot be read");
        });
        assertThatThrownBy(() -> publish(failing, "k-1", DATA, NEWS)).isInstanceOf(IllegalStateException.class);

        assertThat(publish("k-1", DATA, NEWS)).isInstanceOf(PublishOutcome.Published.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void aRefusalIsNoOutcomeAndKeepsNoKey() {
        histories.failAppends();
        assertRefused(publish("k-1", DATA, ORDER), RejectionCode.INTERNAL);
        assertRefused(publish("k-1", DATA, RoomName.parse("nonsense:1")), RejectionCode.PUBLISH_REFUSED);
        histories.heal();

        assertThat(publish("k-1", DATA, ORDER)).isInstanceOf(PublishOutcome.Published.class);
    }

    @Test
    void whoWasOvertakenNeitherAppendsNorDeliversAndIsToldToAskAgain() {
        InMemoryHistoryStore slow = new InMemoryHistoryStore(claims);
        Publisher overtaken = new Publisher(
                new InMemoryAppRegistry(Wizz.tenant()),
                limits,
                new RoomPolicy(new InMemoryGrantStore()),
                new SlowHistory(slow, () -> {
                    clock.advance(Duration.ofSeconds(40));
                    publish("k-1", DATA, ORDER);
                }),
                (shards, event, deadline) -> {
                    throw new AssertionError("the overtaken one delivers nothing");
                },
                new OnlyOnce(claims, ids, clock::advance, clock),
                ids,
                EventHook.NONE,
                clock);

        assertRefused(publish(overtaken, "k-1", DATA, ORDER), RejectionCode.IN_PROGRESS);
        assertThat(delivered).hasSize(1);
        assertThat(publish("k-1", DATA, ORDER)).isInstanceOf(PublishOutcome.Published.class);
        assertThat(delivered).hasSize(1);
    }

    @Test
    void socketsKeysAreTheirOwn() {
        publish("k-1", DATA, NEWS);
        PublishOutcome merchants = publisher.publish(
                Wizz.merchant(),
                NEWS,
                "posted",
                DATA,
                Optional.of(IdempotencyKey.of(Wizz.merchant(), "k-1")),
                deadline());

        assertThat(merchants).isInstanceOf(PublishOutcome.Published.class);
        assertThat(delivered).hasSize(2);
    }

    /** A process that dies runs nothing more, no handler of exceptions either. */
    private static final class Dying extends Error {
        private static final long serialVersionUID = 1;
    }

    private int stored() {
        return ((ResumeResult.Recovered) histories.read(
                        new RoomKey(Wizz.ID, ORDER), Optional.empty(), 10, Wizz.RETENTION, clock.instant()))
                .events()
                .size();
    }

    private static void assertRefused(PublishOutcome outcome, RejectionCode code) {
        assertThat(outcome).isInstanceOfSatisfying(PublishOutcome.Refused.class, refused -> assertThat(
                        refused.rejection().code())
                .isEqualTo(code));
    }

    private PublishOutcome publish(String key, JsonNode data, RoomName... rooms) {
        return publish(publisher, key, data, rooms);
    }

    private PublishOutcome publish(Publisher by, String key, JsonNode data, RoomName... rooms) {
        return by.publishFromBackend(
                Wizz.ID,
                List.of(rooms),
                "posted",
                data,
                Optional.of(IdempotencyKey.ofBackend(Wizz.ID, key)),
                deadline());
    }

    private Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(25), clock);
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
