package io.trunkline.core.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ApiKeyStore} does. */
public abstract class ApiKeyStoreContractTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final TenantId WIZZ = new TenantId("wizz");

    protected abstract ApiKeyStore store();

    @Test
    void aKeyComesBackAsItWasAdded() {
        StoredApiKey plain = stored(WIZZ, 1, Optional.empty());
        StoredApiKey limited = stored(WIZZ, 2, Optional.of(NOW.plusSeconds(60)));

        store().add(plain);
        store().add(limited);

        assertThat(store().find(plain.key().id())).contains(plain);
        assertThat(store().find(limited.key().id())).contains(limited);
    }

    @Test
    void aKeyIsFoundInItsOwnTenantOnly() {
        store().add(stored(WIZZ, 1, Optional.empty()));

        assertThat(store().find(id(new TenantId("other"), 1))).isEmpty();
        assertThat(store().find(id(WIZZ, 2))).isEmpty();
    }

    @Test
    void anIdIsUsedOnce() {
        StoredApiKey first = stored(WIZZ, 1, Optional.empty());
        store().add(first);

        assertThatThrownBy(() -> store().add(new StoredApiKey(first.key(), KeyHash.of("another"))))
                .isInstanceOf(IllegalStateException.class);
        assertThat(store().find(first.key().id())).contains(first);
    }

    @Test
    void aTenantsKeysAreListedFromTheOldest() {
        StoredApiKey old = stored(WIZZ, 9, Optional.empty());
        StoredApiKey young = stored(WIZZ, 1, Optional.empty(), NOW.plusSeconds(5));
        store().add(young);
        store().add(old);
        store().add(stored(new TenantId("other"), 3, Optional.empty()));

        assertThat(store().list(WIZZ)).containsExactly(old.key(), young.key());
        assertThat(store().list(new TenantId("nobody"))).isEmpty();
    }

    @Test
    void theFirstRevocationStays() {
        store().add(stored(WIZZ, 1, Optional.empty()));

        assertThat(store().revoke(id(WIZZ, 1), NOW).flatMap(ApiKey::revokedAt)).contains(NOW);
        assertThat(store().revoke(id(WIZZ, 1), NOW.plusSeconds(60)).flatMap(ApiKey::revokedAt))
                .contains(NOW);
        assertThat(store().find(id(WIZZ, 1)).flatMap(stored -> stored.key().revokedAt()))
                .contains(NOW);
    }

    @Test
    void anEndMayComeNearerAndNeverGoesFurther() {
        store().add(stored(WIZZ, 1, Optional.empty()));
        Instant end = NOW.plus(Duration.ofDays(1));

        assertThat(store().expire(id(WIZZ, 1), end).flatMap(ApiKey::expiresAt)).contains(end);
        assertThat(store().expire(id(WIZZ, 1), end.plusSeconds(9)).flatMap(ApiKey::expiresAt))
                .contains(end);
        assertThat(store().expire(id(WIZZ, 1), NOW).flatMap(ApiKey::expiresAt)).contains(NOW);
    }

    @Test
    void whatIsNotThereIsNeitherRevokedNorMade() {
        assertThat(store().revoke(id(WIZZ, 1), NOW)).isEmpty();
        assertThat(store().expire(id(WIZZ, 1), NOW)).isEmpty();
        assertThat(store().find(id(WIZZ, 1))).isEmpty();
        assertThat(store().list(WIZZ)).isEmpty();
    }

    private static StoredApiKey stored(TenantId tenant, int serial, Optional<Instant> expiresAt) {
        return stored(tenant, serial, expiresAt, NOW);
    }

    private static StoredApiKey stored(TenantId tenant, int serial, Optional<Instant> expiresAt, Instant createdAt) {
        return new StoredApiKey(
                new ApiKey(
                        id(tenant, serial),
                        "orders backend",
                        Set.of(ApiScope.PUBLISH, ApiScope.READ),
                        createdAt,
                        expiresAt,
                        Optional.empty()),
                KeyHash.of("key " + serial));
    }

    private static ApiKeyId id(TenantId tenant, int serial) {
        return new ApiKeyId(tenant, "%016x".formatted(serial));
    }
}
