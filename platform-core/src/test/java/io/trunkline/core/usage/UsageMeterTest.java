package io.trunkline.core.usage;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UsageMeterTest {
    private static final TenantId WIZZ = new TenantId("wizz");

    /** Adds, and now and then loses its answer. */
    private static final class LossyStore implements UsageStore {
        private final Set<String> tokens = new HashSet<>();
        private final List<UsageEntry> added = new ArrayList<>();
        private boolean losesAnswers;

        @Override
        public void add(String token, List<UsageEntry> entries) {
            if (tokens.add(token)) {
                added.addAll(entries);
            }
            if (losesAnswers) {
                throw new IllegalStateException("the answer is lost");
            }
        }

        @Override
        public List<UsageEntry> read(TenantId tenant, Instant from, Instant to) {
            return List.copyOf(added);
        }
    }

    private final LossyStore store = new LossyStore();
    private Instant now = Instant.parse("2026-01-31T13:30:00Z");
    private final UsageMeter meter = new UsageMeter(store, new Random(1), () -> now);

    @Test
    void aFlushWhoseAnswerWasLostIsNotCountedTwice() {
        meter.add(WIZZ, Usage.received(40_000));
        store.losesAnswers = true;
        assertThat(meter.flush()).isFalse();
        store.losesAnswers = false;
        meter.add(WIZZ, Usage.received(10));

        assertThat(meter.flush()).isTrue();

        assertThat(store.added.stream().map(UsageEntry::usage).reduce(Usage.NONE, Usage::plus))
                .isEqualTo(new Usage(0, 3, 0, 40_010, 0, 0, 0));
    }

    @Test
    void flushesComeAtOnceAndThenTenSecondsApart() {
        meter.add(WIZZ, Usage.sent(1));
        meter.flushIfDue();
        meter.add(WIZZ, Usage.sent(1));
        now = now.plusSeconds(9);
        meter.flushIfDue();
        assertThat(store.added).hasSize(1);
        now = now.plusSeconds(1);

        meter.flushIfDue();

        assertThat(store.added).hasSize(2);
    }

    @Test
    void whatWasUsedBeforeTheTenantWasKnownIsTheTenantsToo() throws Exception {
        new UsageTab(meter::add).during(() -> {
            UsageTab.note(Usage.stored(0.5, 0));
            UsageTab.belongsTo(WIZZ);
            Thread other = Thread.ofVirtual().start(UsageTab.carried(() -> UsageTab.note(Usage.sent(5))));
            other.join();
            return true;
        });
        meter.flush();

        assertThat(store.added).extracting(UsageEntry::usage).containsExactly(new Usage(0, 0, 1, 0, 5, 1, 0));
    }
}
