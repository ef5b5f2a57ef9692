package io.trunkline.core.apikey;

import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Where keys are kept, each in its tenant. */
public interface ApiKeyStore {
    /** Throws {@link IllegalStateException} where the id is taken. */
    void add(StoredApiKey key);

    /** One read. */
    Optional<StoredApiKey> find(ApiKeyId id);

    /** All of a tenant's, ended ones too, the oldest first; for commands. */
    List<ApiKey> list(TenantId tenant);

    /** Marks a key revoked; the mark of an earlier revocation stays. Returns the key as it then is. */
    Optional<ApiKey> revoke(ApiKeyId id, Instant at);

    /** Lets a key end at {@code at}, or before where it was to end before. Returns the key as it then is. */
    Optional<ApiKey> expire(ApiKeyId id, Instant at);
}
