package io.trunkline.rehearsal;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** Every numbered message of one direction: when it was sent, and how often it arrived. */
final class Ledger {
    private record Entry(long sentNanos, AtomicInteger arrivals) {}

    private final Map<String, Entry> entries = new ConcurrentHashMap<>();
    private final AtomicLong arrived = new AtomicLong();
    private final AtomicLong twice = new AtomicLong();
    private final AtomicLong strays = new AtomicLong();
    private final AtomicLong onBothSides = new AtomicLong();
    private final AtomicLong longest = new AtomicLong();

    void sent(String number) {
        entries.put(number, new Entry(System.nanoTime(), new AtomicInteger()));
    }

    void arrived(String number) {
        arrived(number, false);
    }

    /** @param onBothSides whether it came to a client with two sockets, which is to get it on each */
    void arrived(String number, boolean onBothSides) {
        Entry entry = entries.get(number);
        if (entry == null) {
            strays.incrementAndGet();
        } else if (entry.arrivals().incrementAndGet() == 1) {
            longest.accumulateAndGet(System.nanoTime() - entry.sentNanos(), Math::max);
            arrived.incrementAndGet();
        } else if (onBothSides && entry.arrivals().get() == 2) {
            this.onBothSides.incrementAndGet();
        } else {
            twice.incrementAndGet();
        }
    }

    /** Messages that a client got on both of its sockets while it moved. */
    long onBothSides() {
        return onBothSides.get();
    }

    boolean hasArrived(String number) {
        Entry entry = entries.get(number);
        return entry != null && entry.arrivals().get() > 0;
    }

    boolean isComplete() {
        return arrived.get() == entries.size();
    }

    /** The counts now; what has not arrived is lost. */
    Report.Counts counts() {
        return new Report.Counts(
                entries.size(),
                arrived.get(),
                twice.get(),
                entries.size() - arrived.get(),
                strays.get(),
                Duration.ofNanos(longest.get()));
    }

    /** Some of what has not arrived. */
    List<String> missing() {
        return entries.entrySet().stream()
                .filter(entry -> entry.getValue().arrivals().get() == 0)
                .map(Map.Entry::getKey)
                .sorted()
                .limit(20)
                .toList();
    }
}
