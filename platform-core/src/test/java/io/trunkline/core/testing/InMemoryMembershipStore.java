package io.trunkline.core.testing;

import io.trunkline.core.app.Standing;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.routing.key.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Memberships in memory. */
public final class InMemoryMembershipStore implements MembershipStore {
    private record Key(TenantId tenant, String user) {}

    private final Map<Key, Set<Standing>> standings = new HashMap<>();

    @Override
    public synchronized Set<Standing> of(TenantId tenant, String user) {
        return Set.copyOf(standings.getOrDefault(new Key(tenant, user), Set.of()));
    }

    @Override
    public synchronized void add(TenantId tenant, String user, Standing standing) {
        standings.computeIfAbsent(new Key(tenant, user), _ -> new HashSet<>()).add(standing);
    }

    @Override
    public synchronized void remove(TenantId tenant, String user, Standing standing) {
        standings.getOrDefault(new Key(tenant, user), new HashSet<>()).remove(standing);
    }
}
