package io.trunkline.core.limit;

import io.trunkline.core.app.Tenant;
import java.time.Instant;
import java.util.OptionalInt;

/** Holds a tenant to its number of connections; a tenant without a limit is never counted. */
public final class TenantConnectionLimit {
    private final ConnectionCounter counter;

    public TenantConnectionLimit(ConnectionCounter counter) {
        this.counter = counter;
    }

    /** Counts one more, or, over the limit, counts nothing and says no. */
    public boolean admits(Tenant tenant, Instant connectedAt, Instant now) {
        OptionalInt limit = tenant.limits().maxConnections();
        if (limit.isEmpty() || counter.opened(tenant.id(), connectedAt) <= limit.getAsInt()) {
            return true;
        }
        counter.closed(tenant.id(), connectedAt, now);
        return false;
    }

    /** Takes one back that was admitted and began at {@code connectedAt}. */
    public void release(Tenant tenant, Instant connectedAt, Instant now) {
        if (tenant.limits().maxConnections().isPresent()) {
            counter.closed(tenant.id(), connectedAt, now);
        }
    }
}
