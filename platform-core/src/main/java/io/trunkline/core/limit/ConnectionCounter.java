package io.trunkline.core.limit;

import io.trunkline.routing.key.TenantId;
import java.time.Instant;

/**
 * Counts a tenant's live connections without reading them. A connection whose disconnect never came is forgotten when
 * the gateway has cut it at the latest, so the count heals by itself.
 */
public interface ConnectionCounter {
    /** Counts one more and returns the count with it; one write. */
    long opened(TenantId tenant, Instant at);

    /** Takes back one that was opened at {@code openedAt}; one write. */
    void closed(TenantId tenant, Instant openedAt, Instant now);
}
