package io.trunkline.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What everybody does who keeps the hours of use. */
public abstract class UsageStoreContractTest {
    private static final TenantId OTHER = new TenantId("parcelo");
    private static final Instant HOUR = Instant.parse("2096-01-31T23:00:00Z");
    private static final Instant NEXT = HOUR.plus(Duration.ofHours(1));
    private static final Usage SOME = new Usage(1, 2, 3, 4, 5, 6, 7);

    protected abstract UsageStore store();

    @Test
    void whatIsAddedSumsUpByTenantAndHour() {
        UsageStore store = store();
        // several, since an adapter may spread them
        for (int i = 0; i < 9; i++) {
            store.add(
                    token(),
                    List.of(
                            new UsageEntry(Wizz.ID, HOUR, SOME),
                            new UsageEntry(Wizz.ID, NEXT, Usage.sent(1)),
                            new UsageEntry(OTHER, HOUR, Usage.received(1))));
        }

        assertThat(store.read(Wizz.ID, HOUR, NEXT.plus(Duration.ofHours(1))))
                .containsExactly(
                        new UsageEntry(Wizz.ID, HOUR, new Usage(9, 18, 27, 36, 45, 54, 63)),
                        new UsageEntry(Wizz.ID, NEXT, new Usage(0, 0, 9, 0, 9, 0, 0)));
        assertThat(store.read(OTHER, HOUR, NEXT))
                .containsExactly(new UsageEntry(OTHER, HOUR, new Usage(0, 9, 0, 9, 0, 0, 0)));
    }

    @Test
    void aRangeHoldsTheHoursThatBeginInIt() {
        UsageStore store = store();
        store.add(token(), List.of(new UsageEntry(Wizz.ID, HOUR, SOME), new UsageEntry(Wizz.ID, NEXT, SOME)));

        assertThat(store.read(Wizz.ID, HOUR, NEXT)).extracting(UsageEntry::hour).containsExactly(HOUR);
        assertThat(store.read(Wizz.ID, HOUR.plusSeconds(1), NEXT.plusSeconds(1)))
                .extracting(UsageEntry::hour)
                .containsExactly(NEXT);
        assertThat(store.read(Wizz.ID, NEXT, NEXT)).isEmpty();
        assertThat(store.read(OTHER, HOUR, NEXT)).isEmpty();
    }

    @Test
    void aRepeatUnderTheSameTokenAddsNothing() {
        UsageStore store = store();
        String token = token();
        List<UsageEntry> entries = List.of(new UsageEntry(Wizz.ID, HOUR, SOME));
        store.add(token, entries);
        store.add(token, entries);

        assertThat(store.read(Wizz.ID, HOUR, NEXT)).containsExactly(new UsageEntry(Wizz.ID, HOUR, SOME));
    }

    @Test
    void environmentsThatFlushAtOnceLoseNothing() throws Exception {
        UsageStore store = store();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> flushes = IntStream.range(0, 8)
                    .<Future<?>>mapToObj(_ -> threads.submit(() -> addPatiently(store)))
                    .toList();
            for (Future<?> flush : flushes) {
                flush.get();
            }
        }

        assertThat(store.read(Wizz.ID, HOUR, NEXT))
                .extracting(entry -> entry.usage().messagesOut())
                .containsExactly(8L);
    }

    /** As the meter does: a conflict of two is a fault for now, and tried again under its token. */
    private static void addPatiently(UsageStore store) {
        String token = token();
        for (int tries = 0; tries < 50; tries++) {
            try {
                store.add(token, List.of(new UsageEntry(Wizz.ID, HOUR, Usage.sent(1))));
                return;
            } catch (RuntimeException e) {
                // the next try is the same request
            }
        }
        throw new IllegalStateException("not added in 50 tries");
    }

    private static String token() {
        return UUID.randomUUID().toString();
    }
}
