package io.trunkline.core.limit;

import io.trunkline.routing.key.TenantId;
import java.time.Instant;

/**
 * Counts a tenant's live connections, and those from each address, without reading them. A connection whose disconnect
 * never came is forgotten when the gateway has cut it at the latest, so the count heals by itself.
 */
public interface ConnectionCounter {
    /** Counts one more from {@code address} and returns that address's count with it; one write. */
    long opened(TenantId tenant, String address, Instant at);

    /** Takes back one from {@code address}; one write. */
    void closed(TenantId tenant, String address, Instant openedAt, Instant now);

    /** Counts one more and returns the count with it; one write. */
    long opened(TenantId tenant, Instant at);

    /** Takes back one that was opened at {@code openedAt}; one write. */
    void closed(TenantId tenant, Instant openedAt, Instant now);
}
