package io.trunkline.core.limit;

import io.trunkline.routing.key.TenantId;

/**
 * Whose doings are counted together.
 *
 * @param kind which limit it is, a name of the platform's own
 * @param subject a connection, a user, or empty for the tenant as a whole
 */
public record RateKey(TenantId tenant, String kind, String subject) {
    /** The same on every machine, so that all agree on where the key's windows begin. */
    int spread() {
        return (tenant.value() + ' ' + kind + ' ' + subject).hashCode();
    }
}
