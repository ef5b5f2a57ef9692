package io.trunkline.core.auth;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.util.Set;

/** Which entities a user may speak for, as written by the tenant's backend. */
public interface MembershipStore {
    /** One query. */
    Set<EntityRef> entitiesOf(TenantId tenant, String user);

    void add(TenantId tenant, String user, EntityRef entity);

    /** Takes a membership back; one that was never given is no error. */
    void remove(TenantId tenant, String user, EntityRef entity);
}
