package io.trunkline.core.usage;

import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The counters of one environment, kept in memory and flushed now and then, never once a message. Nothing is counted
 * twice: a flush that got no answer is repeated under its token. What an environment that dies had not flushed is lost:
 * at most what it counted since its last invocation that flushed, and 9 minutes of it where DynamoDB took nothing.
 *
 * <p>Safe for use by several threads; one flushes at a time, and the others do not wait for it.
 */
public final class UsageMeter {
    /** Between two flushes while invocations come; the first comes with the first invocation. */
    public static final Duration INTERVAL = Duration.ofSeconds(10);

    /** Batches that wait for DynamoDB; beyond it counts stay in the counters, which are one for a tenant and hour. */
    private static final int MAX_WAITING = 20;

    private static final Logger LOG = LoggerFactory.getLogger(UsageMeter.class);

    private record Key(TenantId tenant, Instant hour) {}

    private record Batch(String token, Instant since, List<UsageEntry> entries) {}

    private final UsageStore store;
    private final RandomGenerator random;
    private final InstantSource clock;
    private final ReentrantLock flushing = new ReentrantLock();
    private final Object counters = new Object();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private Map<Key, Usage> counted = new HashMap<>();
    private volatile Instant lastFlush = Instant.EPOCH;

    public UsageMeter(UsageStore store, RandomGenerator random, InstantSource clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /** Counts; costs nothing but memory. */
    public void add(TenantId tenant, Usage usage) {
        if (usage.equals(Usage.NONE)) {
            return;
        }
        Key key = new Key(tenant, clock.instant().truncatedTo(ChronoUnit.HOURS));
        synchronized (counters) {
            counted.merge(key, usage, Usage::plus);
        }
    }

    /** Flushes where the last flush is {@link #INTERVAL} ago; false where DynamoDB did not take all. */
    public boolean flushIfDue() {
        return clock.instant().isBefore(lastFlush.plus(INTERVAL)) || flush();
    }

    /** Flushes now; false where DynamoDB did not take all, which is kept and tried again by the next flush. */
    public boolean flush() {
        if (!flushing.tryLock()) {
            return true;
        }
        try {
            lastFlush = clock.instant();
            takeCounters();
            while (!waiting.isEmpty()) {
                if (!write(waiting.getFirst())) {
                    return false;
                }
                waiting.removeFirst();
            }
            return true;
        } finally {
            flushing.unlock();
        }
    }

    private void takeCounters() {
        Map<Key, Usage> taken;
        synchronized (counters) {
            if (counted.isEmpty() || waiting.size() >= MAX_WAITING) {
                return;
            }
            taken = counted;
            counted = new HashMap<>();
        }
        List<UsageEntry> entries = new ArrayList<>();
        taken.forEach((key, usage) -> entries.add(new UsageEntry(key.tenant(), key.hour(), usage)));
        for (int i = 0; i < entries.size(); i += UsageStore.MAX_ENTRIES) {
            List<UsageEntry> some =
                    List.copyOf(entries.subList(i, Math.min(entries.size(), i + UsageStore.MAX_ENTRIES)));
            String token = new UUID(random.nextLong(), random.nextLong()).toString();
            waiting.addLast(new Batch(token, clock.instant(), some));
        }
    }

    /** True where the batch is done with. */
    private boolean write(Batch batch) {
        if (clock.instant().isAfter(batch.since().plus(UsageStore.REPEATABLE_FOR))) {
            // its token is about to be forgotten, and it may have been added: rather too little than twice
            LOG.error("usage given up tenants={} since={}", batch.entries().size(), batch.since());
            return true;
        }
        Optional<RuntimeException> fault = attempt(batch);
        fault.ifPresent(e -> LOG.warn(
                "usage not flushed, kept for the next time cause={}",
                e.getClass().getName()));
        return fault.isEmpty();
    }

    private Optional<RuntimeException> attempt(Batch batch) {
        try {
            store.add(batch.token(), batch.entries());
            return Optional.empty();
        } catch (RuntimeException e) {
            return Optional.of(e);
        }
    }
}
