package io.trunkline.core.usage;

import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The hours of every tenant. */
public interface UsageStore {
    /** Most entries that one {@link #add} takes. */
    int MAX_ENTRIES = 25;

    /** How long a {@link #add} that failed may be tried again under its token. */
    Duration REPEATABLE_FOR = Duration.ofMinutes(9);

    /**
     * Adds to the counters, all entries or none. The same token and entries again, within {@link #REPEATABLE_FOR}, add
     * nothing more; so whoever got no answer may ask again.
     *
     * @param token at most 36 characters, new for each set of entries
     * @param entries at most {@link #MAX_ENTRIES}, no two of one tenant and hour
     */
    void add(String token, List<UsageEntry> entries);

    /** The hours from {@code from} until before {@code to} in which anything was used, in order. */
    List<UsageEntry> read(TenantId tenant, Instant from, Instant to);
}
