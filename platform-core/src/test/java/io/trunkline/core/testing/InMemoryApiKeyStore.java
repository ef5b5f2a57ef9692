package io.trunkline.core.testing;

import io.trunkline.core.apikey.ApiKey;
import io.trunkline.core.apikey.ApiKeyId;
import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.apikey.StoredApiKey;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** API keys in memory. */
public final class InMemoryApiKeyStore implements ApiKeyStore {
    private final Map<ApiKeyId, StoredApiKey> keys = new HashMap<>();

    @Override
    public synchronized void add(StoredApiKey key) {
        if (keys.putIfAbsent(key.key().id(), key) != null) {
            throw new IllegalStateException("there is an API key " + key.key().id() + " already");
        }
    }

    @Override
    public synchronized Optional<StoredApiKey> find(ApiKeyId id) {
        return Optional.ofNullable(keys.get(id));
    }

    @Override
    public synchronized List<ApiKey> list(TenantId tenant) {
        return keys.values().stream()
                .map(StoredApiKey::key)
                .filter(key -> key.id().tenant().equals(tenant))
                .sorted(Comparator.comparing(ApiKey::createdAt))
                .toList();
    }

    @Override
    public Optional<ApiKey> revoke(ApiKeyId id, Instant at) {
        return change(
                id,
                key -> new ApiKey(
                        key.id(),
                        key.name(),
                        key.scopes(),
                        key.createdAt(),
                        key.expiresAt(),
                        Optional.of(key.revokedAt().orElse(at))));
    }

    @Override
    public Optional<ApiKey> expire(ApiKeyId id, Instant at) {
        return change(
                id,
                key -> new ApiKey(
                        key.id(),
                        key.name(),
                        key.scopes(),
                        key.createdAt(),
                        Optional.of(key.expiresAt().filter(at::isAfter).orElse(at)),
                        key.revokedAt()));
    }

    private synchronized Optional<ApiKey> change(ApiKeyId id, UnaryOperator<ApiKey> change) {
        return Optional.ofNullable(
                        keys.computeIfPresent(id, (_, old) -> new StoredApiKey(change.apply(old.key()), old.hash())))
                .map(StoredApiKey::key);
    }
}
