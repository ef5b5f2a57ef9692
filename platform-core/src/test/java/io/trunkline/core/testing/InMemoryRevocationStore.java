package io.trunkline.core.testing;

import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The lists in memory. */
public final class InMemoryRevocationStore implements RevocationStore {
    private record Entry(Revocation revocation, Instant at) {}

    private final List<Entry> entries = new ArrayList<>();
    private int reads;
    private boolean broken;

    /** How often a list was read so far. */
    public synchronized int reads() {
        return reads;
    }

    /** All that was ever added. */
    public synchronized List<Revocation> all() {
        return entries.stream().map(Entry::revocation).toList();
    }

    /** From now on, reading throws. */
    public synchronized void breakReads() {
        broken = true;
    }

    @Override
    public synchronized void add(Collection<Revocation> revocations, Instant now) {
        revocations.forEach(revocation -> entries.add(new Entry(revocation, now)));
    }

    @Override
    public synchronized List<Revocation> read(TenantId tenant, Instant from, Instant now) {
        reads++;
        if (broken) {
            throw new IllegalStateException("the list cannot be read");
        }
        return entries.stream()
                .filter(entry -> entry.revocation().tenant().equals(tenant)
                        && !entry.at().isBefore(from)
                        && entry.revocation().holdsAt(now))
                .map(Entry::revocation)
                .toList();
    }
}
