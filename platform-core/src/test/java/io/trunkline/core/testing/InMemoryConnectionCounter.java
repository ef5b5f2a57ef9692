package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Counts in memory: the start of each connection. */
public final class InMemoryConnectionCounter implements ConnectionCounter {
    private final Map<String, List<Instant>> starts = new HashMap<>();

    /** What is counted now, the lost disconnects included. */
    public synchronized int count(TenantId tenant) {
        return startsOf(tenant, "").size();
    }

    @Override
    public long opened(TenantId tenant, Instant at) {
        return opened(tenant, "", at);
    }

    @Override
    public synchronized long opened(TenantId tenant, String address, Instant at) {
        List<Instant> live = startsOf(tenant, address);
        live.removeIf(start -> start.plus(ConnectionLifetime.EXPIRES_AFTER).isBefore(at));
        live.add(at);
        return live.size();
    }

    @Override
    public void closed(TenantId tenant, Instant openedAt, Instant now) {
        closed(tenant, "", openedAt, now);
    }

    @Override
    public synchronized void closed(TenantId tenant, String address, Instant openedAt, Instant now) {
        startsOf(tenant, address).remove(openedAt);
    }

    private List<Instant> startsOf(TenantId tenant, String address) {
        return starts.computeIfAbsent(tenant.value() + " " + address, _ -> new ArrayList<>());
    }
}
