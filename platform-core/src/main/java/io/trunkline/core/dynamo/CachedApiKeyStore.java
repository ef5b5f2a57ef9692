package io.trunkline.core.dynamo;

import io.trunkline.core.apikey.ApiKey;
import io.trunkline.core.apikey.ApiKeyId;
import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.apikey.StoredApiKey;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * A store whose {@link #find} is kept for 30 seconds, so that is how late a revocation may take effect. Unlike the
 * registry it bridges no outage: a key that cannot be looked up opens nothing, since it may have been revoked.
 */
public final class CachedApiKeyStore implements ApiKeyStore {
    private final ApiKeyStore store;
    private final Cached<ApiKeyId, StoredApiKey> keys;

    public CachedApiKeyStore(ApiKeyStore store, InstantSource clock) {
        this.store = store;
        this.keys = new Cached<>("API key", store::find, clock, Duration.ZERO);
    }

    @Override
    public Optional<StoredApiKey> find(ApiKeyId id) {
        return keys.get(id);
    }

    @Override
    public void add(StoredApiKey key) {
        store.add(key);
    }

    @Override
    public List<ApiKey> list(TenantId tenant) {
        return store.list(tenant);
    }

    @Override
    public Optional<ApiKey> revoke(ApiKeyId id, Instant at) {
        return store.revoke(id, at);
    }

    @Override
    public Optional<ApiKey> expire(ApiKeyId id, Instant at) {
        return store.expire(id, at);
    }
}
