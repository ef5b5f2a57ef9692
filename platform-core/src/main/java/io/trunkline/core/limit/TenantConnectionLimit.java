package io.trunkline.core.limit;

import io.trunkline.core.app.Tenant;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** Holds a tenant, and each address, to a number of connections; what has no limit is never counted. */
public final class TenantConnectionLimit {
    private final ConnectionCounter counter;

    public TenantConnectionLimit(ConnectionCounter counter) {
        this.counter = counter;
    }

    /**
     * Counts one more, or, over a limit, counts nothing and says no.
     *
     * @param address where it comes from; empty where that is not known, and not counted
     */
    public boolean admits(Tenant tenant, Optional<String> address, Instant connectedAt, Instant now) {
        if (!admits(tenant, connectedAt, now)) {
            return false;
        }
        OptionalInt limit = tenant.limits().maxConnectionsPerAddress();
        if (limit.isEmpty() || address.isEmpty()) {
            return true;
        }
        try {
            if (counter.opened(tenant.id(), address.get(), connectedAt) <= limit.getAsInt()) {
                return true;
            }
        } catch (RuntimeException fault) {
            release(tenant, Optional.empty(), connectedAt, now);
            throw fault;
        }
        release(tenant, address, connectedAt, now);
        return false;
    }

    private boolean admits(Tenant tenant, Instant connectedAt, Instant now) {
        OptionalInt limit = tenant.limits().maxConnections();
        if (limit.isEmpty() || counter.opened(tenant.id(), connectedAt) <= limit.getAsInt()) {
            return true;
        }
        counter.closed(tenant.id(), connectedAt, now);
        return false;
    }

    /** Takes one back that was admitted and began at {@code connectedAt}. */
    public void release(Tenant tenant, Optional<String> address, Instant connectedAt, Instant now) {
        try {
            if (tenant.limits().maxConnections().isPresent()) {
                counter.closed(tenant.id(), connectedAt, now);
            }
        } finally {
            if (address.isPresent()
                    && tenant.limits().maxConnectionsPerAddress().isPresent()) {
                counter.closed(tenant.id(), address.get(), connectedAt, now);
            }
        }
    }
}
