package io.trunkline.core.app;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.util.Optional;

/**
 * What is registered, as of at most a minute ago. Throws where the store cannot be read and nothing was read before.
 */
public interface AppRegistry {
    Optional<Tenant> tenant(TenantId id);

    /** The tenant, where it is registered and not suspended: what all that clients do through it asks first. */
    default Optional<Tenant> activeTenant(TenantId id) {
        return tenant(id).filter(tenant -> tenant.status() == TenantStatus.ACTIVE);
    }

    Optional<Door> door(String id);

    /** The one app that trusts {@code issuer}, or none where no app or several do. */
    Optional<AppKey> appOfIssuer(String issuer);

    /** The one app that accepts tokens of {@code issuer} for {@code audience}, or none where no app or several do. */
    Optional<AppKey> appOfAudience(String issuer, String audience);

    /** The one tenant with a service whose tokens are of {@code issuer} for {@code audience}, or none. */
    Optional<TenantId> tenantOfService(String issuer, String audience);
}
