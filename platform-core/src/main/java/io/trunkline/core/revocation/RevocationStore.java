package io.trunkline.core.revocation;

import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Collection;
import java.util.List;

/** The list of revocations, a tenant's in the order in which they were written. */
public interface RevocationStore {
    /**
     * Adds to the list; one write each. Whatever {@link #read} begins after this has returned finds them.
     *
     * @param now the writer's clock, which is their place in the list
     */
    void add(Collection<Revocation> revocations, Instant now);

    /**
     * Those of a tenant that were written at {@code from} or later by their writers' clocks and have not ended at
     * {@code now}; one query a megabyte.
     */
    List<Revocation> read(TenantId tenant, Instant from, Instant now);
}
