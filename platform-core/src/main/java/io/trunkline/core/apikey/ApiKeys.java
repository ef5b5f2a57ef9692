package io.trunkline.core.apikey;

import io.trunkline.routing.key.MalformedKeyException;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * Makes and checks API keys. A key's text is {@code tlk_<id>_<secret>}: the prefix lets scanners find one that leaked,
 * the id finds its row, the secret is 160 random bits.
 */
public final class ApiKeys {
    private static final String PREFIX = "tlk_";
    private static final int SERIAL_BYTES = 8;
    private static final int SECRET_BYTES = 20;

    /** No key is as long; what is longer is not looked at. */
    private static final int MAX_LENGTH = 256;

    private final ApiKeyStore store;
    private final RandomGenerator random;
    private final InstantSource clock;

    /** @param random must not be predictable; guarded here, so it need not be safe for use by several threads */
    public ApiKeys(ApiKeyStore store, RandomGenerator random, InstantSource clock) {
        this.store = store;
        this.random = random;
        this.clock = clock;
    }

    /**
     * Makes a key.
     *
     * @param lifetime until it ends by itself; empty where it does not
     */
    public IssuedApiKey create(TenantId tenant, String name, Set<ApiScope> scopes, Optional<Duration> lifetime) {
        Instant now = clock.instant();
        ApiKey key = new ApiKey(
                new ApiKeyId(tenant, randomHex(SERIAL_BYTES)),
                name,
                scopes,
                now,
                lifetime.map(now::plus),
                Optional.empty());
        String text = PREFIX + key.id() + "_" + randomHex(SECRET_BYTES);
        store.add(new StoredApiKey(key, KeyHash.of(text)));
        return new IssuedApiKey(key, text);
    }

    /** Checks what a caller sent, at the price of one {@link ApiKeyStore#find}; of none where it is no key's text. */
    public ApiKeyVerdict verify(String text) {
        Optional<StoredApiKey> stored = idIn(text).flatMap(store::find);
        boolean matches = stored.map(StoredApiKey::hash).orElse(KeyHash.OF_NONE).matches(KeyHash.of(text));
        return stored.map(StoredApiKey::key)
                .filter(key -> matches && key.isLive(clock.instant()))
                .<ApiKeyVerdict>map(key -> new ApiKeyVerdict.Verified(key.id().tenant(), key.scopes(), key.id()))
                .orElseGet(ApiKeyVerdict.Refused::new);
    }

    /** A tenant's keys, ended ones too, the oldest first. */
    public List<ApiKey> list(TenantId tenant) {
        return store.list(tenant);
    }

    /**
     * Makes a key with the name and scopes of another, which ends {@code grace} from now. The new one comes first, so
     * that whatever happens in between, one of the two opens.
     */
    public RotateOutcome rotate(ApiKeyId id, Duration grace) {
        Instant now = clock.instant();
        Optional<ApiKey> old = store.find(id).map(StoredApiKey::key).filter(key -> key.isLive(now));
        if (old.isEmpty()) {
            return new RotateOutcome.NoLiveKey();
        }
        IssuedApiKey issued = create(id.tenant(), old.get().name(), old.get().scopes(), Optional.empty());
        Instant oldUntil =
                store.expire(id, now.plus(grace)).flatMap(ApiKey::expiresAt).orElse(now);
        return new RotateOutcome.Rotated(issued, oldUntil);
    }

    /** Ends a key for good; returns it as it then is, or empty where there is none. */
    public Optional<ApiKey> revoke(ApiKeyId id) {
        return store.revoke(id, clock.instant());
    }

    private static Optional<ApiKeyId> idIn(String text) {
        int secret = text.lastIndexOf('_');
        if (text.length() > MAX_LENGTH || !text.startsWith(PREFIX) || secret < PREFIX.length()) {
            return Optional.empty();
        }
        try {
            return Optional.of(ApiKeyId.parse(text.substring(PREFIX.length(), secret)));
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }

    private String randomHex(int bytes) {
        byte[] drawn = new byte[bytes];
        synchronized (random) {
            random.nextBytes(drawn);
        }
        return HexFormat.of().formatHex(drawn);
    }
}
