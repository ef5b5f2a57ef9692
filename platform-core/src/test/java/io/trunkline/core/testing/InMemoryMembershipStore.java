package io.trunkline.core.testing;

import io.trunkline.core.auth.MembershipStore;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Memberships in memory. */
public final class InMemoryMembershipStore implements MembershipStore {
    private record Key(TenantId tenant, String user) {}

    private final Map<Key, Set<EntityRef>> entities = new HashMap<>();

    @Override
    public synchronized Set<EntityRef> entitiesOf(TenantId tenant, String user) {
        return Set.copyOf(entities.getOrDefault(new Key(tenant, user), Set.of()));
    }

    @Override
    public synchronized void add(TenantId tenant, String user, EntityRef entity) {
        entities.computeIfAbsent(new Key(tenant, user), _ -> new HashSet<>()).add(entity);
    }

    @Override
    public synchronized void remove(TenantId tenant, String user, EntityRef entity) {
        entities.getOrDefault(new Key(tenant, user), new HashSet<>()).remove(entity);
    }
}
