package io.trunkline.core.auth;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.util.Set;
import java.util.stream.Collectors;

/** Which entities a user may speak for, and which scope values are theirs, as written by the tenant's backend. */
public interface MembershipStore {
    /** One query. */
    Set<Standing> of(TenantId tenant, String user);

    /** The entities among them; one query. */
    default Set<EntityRef> entitiesOf(TenantId tenant, String user) {
        return of(tenant, user).stream()
                .flatMap(standing -> standing.asEntity().stream())
                .collect(Collectors.toUnmodifiableSet());
    }

    void add(TenantId tenant, String user, Standing standing);

    default void add(TenantId tenant, String user, EntityRef entity) {
        add(tenant, user, new Standing.Of(entity));
    }

    /** Takes a membership back; one that was never given is no error. */
    void remove(TenantId tenant, String user, Standing standing);

    default void remove(TenantId tenant, String user, EntityRef entity) {
        remove(tenant, user, new Standing.Of(entity));
    }
}
