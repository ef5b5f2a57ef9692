package io.trunkline.core.auth;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.util.Set;

/** Puts a user's memberships in place of those that were. */
public final class Memberships {
    private final MembershipStore store;

    public Memberships(MembershipStore store) {
        this.store = store;
    }

    public Set<EntityRef> of(TenantId tenant, String user) {
        return store.entitiesOf(tenant, user);
    }

    /**
     * Makes {@code entities} the ones that the user may speak for. What is taken back goes first, so that whoever dies
     * half way leaves too few and never too many; doing it again mends it.
     */
    public void replace(TenantId tenant, String user, Set<EntityRef> entities) {
        Set<EntityRef> before = store.entitiesOf(tenant, user);
        before.stream().filter(entity -> !entities.contains(entity)).forEach(e -> store.remove(tenant, user, e));
        entities.stream().filter(entity -> !before.contains(entity)).forEach(e -> store.add(tenant, user, e));
    }
}
