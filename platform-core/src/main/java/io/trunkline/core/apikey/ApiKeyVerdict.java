package io.trunkline.core.apikey;

import io.trunkline.routing.key.TenantId;
import java.util.Set;

/** Whether a text is a key that opens something. */
public sealed interface ApiKeyVerdict {
    /** It is, for this tenant and these scopes. */
    record Verified(TenantId tenant, Set<ApiScope> scopes, ApiKeyId key) implements ApiKeyVerdict {
        public Verified {
            scopes = Set.copyOf(scopes);
        }
    }

    /** It is not: malformed, unknown, with another secret, expired or revoked; which of them is not said. */
    record Refused() implements ApiKeyVerdict {}
}
