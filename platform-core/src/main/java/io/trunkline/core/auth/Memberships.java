package io.trunkline.core.auth;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.TenantId;
import java.util.Set;

/** Puts a user's memberships in place of those that were. */
public final class Memberships {
    private final MembershipStore store;

    public Memberships(MembershipStore store) {
        this.store = store;
    }

    public Set<Standing> of(TenantId tenant, String user) {
        return store.of(tenant, user);
    }

    /**
     * Makes {@code standings} the ones that are the user's. What is taken back goes first, so that whoever dies half
     * way leaves too few and never too many; doing it again mends it.
     */
    public void replace(TenantId tenant, String user, Set<Standing> standings) {
        Set<Standing> before = store.of(tenant, user);
        before.stream().filter(one -> !standings.contains(one)).forEach(one -> store.remove(tenant, user, one));
        standings.stream().filter(one -> !before.contains(one)).forEach(one -> store.add(tenant, user, one));
    }
}
