package io.trunkline.lambda.http;

import io.trunkline.core.apikey.ApiKeyId;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.TenantId;
import java.util.Set;

/** Who calls, once verified: a holder of an API key or a service with a token of its own. */
sealed interface Caller {
    TenantId tenant();

    Set<ApiScope> scopes();

    /** For logs: {@code wizz.4f0c9a1be27d5536} or {@code wizz:orders}; no secret. */
    String name();

    /** By {@code x-api-key}. */
    record ByKey(TenantId tenant, Set<ApiScope> scopes, ApiKeyId key) implements Caller {
        public ByKey {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public String name() {
            return key.toString();
        }
    }

    /** By {@code Authorization: Bearer}. */
    record ByToken(TenantId tenant, Set<ApiScope> scopes, String service) implements Caller {
        public ByToken {
            scopes = Set.copyOf(scopes);
        }

        @Override
        public String name() {
            return tenant + ":" + service;
        }
    }
}
