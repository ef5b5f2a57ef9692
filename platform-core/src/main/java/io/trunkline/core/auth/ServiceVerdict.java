package io.trunkline.core.auth;

import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.TenantId;
import java.util.Set;

/** Whether a token is of one of a tenant's services. */
public sealed interface ServiceVerdict {
    /**
     * It is.
     *
     * @param service what the token says it is; 1 to 256 printable characters
     * @param scopes none where the token lists none that are known: such a service opens nothing
     */
    record Verified(TenantId tenant, String service, Set<ApiScope> scopes) implements ServiceVerdict {
        public Verified {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * It is not.
     *
     * @param detail for the operator's log only
     */
    record Refused(String detail) implements ServiceVerdict {}
}
