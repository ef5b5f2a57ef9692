package io.trunkline.core.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.testing.InMemoryApiKeyStore;
import io.trunkline.core.testing.TestClock;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ApiKeysTest {
    private static final TenantId WIZZ = new TenantId("wizz");
    private static final Set<ApiScope> PUBLISH = Set.of(ApiScope.PUBLISH);
    private static final ApiKeyVerdict REFUSED = new ApiKeyVerdict.Refused();

    private final TestClock clock = new TestClock(Instant.parse("2026-03-01T12:00:00Z"));
    private final InMemoryApiKeyStore store = new InMemoryApiKeyStore();
    private final ApiKeys keys = new ApiKeys(store, new Random(1), clock);

    @Test
    void aKeyOpensItsTenantWithItsScopes() {
        IssuedApiKey issued = keys.create(WIZZ, "orders", Set.of(ApiScope.PUBLISH, ApiScope.READ), Optional.empty());

        assertThat(issued.text()).matches("tlk_wizz\\.[0-9a-f]{16}_[0-9a-f]{40}");
        assertThat(keys.verify(issued.text()))
                .isEqualTo(new ApiKeyVerdict.Verified(
                        WIZZ,
                        Set.of(ApiScope.PUBLISH, ApiScope.READ),
                        issued.key().id()));
    }

    @Test
    void tenantsWhoseNamesHoldTheSeparatorsHaveKeysToo() {
        for (String tenant : List.of("a_b", "a.b", "tlk_x.0123456789abcdef_y", "a_")) {
            IssuedApiKey issued = keys.create(new TenantId(tenant), "", PUBLISH, Optional.empty());

            assertThat(keys.verify(issued.text()))
                    .isEqualTo(new ApiKeyVerdict.Verified(
                            new TenantId(tenant), PUBLISH, issued.key().id()));
        }
    }

    @Test
    void theStoreNeverSeesTheSecret() {
        IssuedApiKey issued = keys.create(WIZZ, "orders", PUBLISH, Optional.empty());
        String secret = issued.text().substring(issued.text().lastIndexOf('_') + 1);

        String stored = store.find(issued.key().id()).orElseThrow().hash().text()
                + store.find(issued.key().id()).orElseThrow();

        assertThat(stored).doesNotContain(secret);
        assertThat(issued.toString()).doesNotContain(secret);
    }

    @Test
    void noTwoKeysAreAlike() {
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 1000; i++) {
            texts.add(keys.create(WIZZ, "", PUBLISH, Optional.empty()).text());
        }

        assertThat(texts).hasSize(1000);
    }

    @Test
    void whateverIsNotAKeyIsRefused() {
        String text = keys.create(WIZZ, "orders", PUBLISH, Optional.empty()).text();
        String other = keys.create(WIZZ, "orders", PUBLISH, Optional.empty()).text();

        assertThat(List.of(
                        "",
                        "tlk_",
                        "tlk__",
                        "_",
                        text.substring(1),
                        text.substring(0, text.length() - 1),
                        text + "0",
                        text.toUpperCase(java.util.Locale.ROOT),
                        text.replace("wizz", "parcelo"),
                        text.substring(0, text.lastIndexOf('_')) + other.substring(other.lastIndexOf('_')),
                        "tlk_" + "x".repeat(100_000),
                        "tlk_\u0000.0123456789abcdef_0"))
                .allSatisfy(wrong -> assertThat(keys.verify(wrong)).isEqualTo(REFUSED));
    }

    @Test
    void aKeyEndsWhenItsTimeIsOver() {
        String text = keys.create(WIZZ, "trial", PUBLISH, Optional.of(Duration.ofHours(1)))
                .text();

        clock.advance(Duration.ofMinutes(59));
        assertThat(keys.verify(text)).isNotEqualTo(REFUSED);

        clock.advance(Duration.ofMinutes(1));
        assertThat(keys.verify(text)).isEqualTo(REFUSED);
    }

    @Test
    void aRevokedKeyOpensNothingAndStaysListed() {
        IssuedApiKey issued = keys.create(WIZZ, "orders", PUBLISH, Optional.empty());

        assertThat(keys.revoke(issued.key().id()).flatMap(ApiKey::revokedAt)).contains(clock.instant());

        assertThat(keys.verify(issued.text())).isEqualTo(REFUSED);
        assertThat(keys.list(WIZZ))
                .extracting(ApiKey::id)
                .containsExactly(issued.key().id());
    }

    @Test
    void afterARotationBothOpenUntilTheGraceIsOver() {
        IssuedApiKey old = keys.create(WIZZ, "orders", PUBLISH, Optional.empty());

        RotateOutcome outcome = keys.rotate(old.key().id(), Duration.ofDays(1));

        assertThat(outcome).isInstanceOf(RotateOutcome.Rotated.class);
        RotateOutcome.Rotated rotated = (RotateOutcome.Rotated) outcome;
        assertThat(rotated.issued().key().name()).isEqualTo("orders");
        assertThat(rotated.oldUntil()).isEqualTo(clock.instant().plus(Duration.ofDays(1)));
        assertThat(keys.verify(old.text())).isNotEqualTo(REFUSED);
        assertThat(keys.verify(rotated.issued().text())).isNotEqualTo(REFUSED);

        clock.advance(Duration.ofDays(1));
        assertThat(keys.verify(old.text())).isEqualTo(REFUSED);
        assertThat(keys.verify(rotated.issued().text())).isNotEqualTo(REFUSED);
    }

    @Test
    void aKeyThatHasEndedIsNotReplaced() {
        IssuedApiKey issued = keys.create(WIZZ, "orders", PUBLISH, Optional.empty());
        keys.revoke(issued.key().id());

        assertThat(keys.rotate(issued.key().id(), Duration.ofDays(1))).isEqualTo(new RotateOutcome.NoLiveKey());
        assertThat(keys.list(WIZZ)).hasSize(1);
    }

    @Test
    void aKeyWithoutScopesIsNotMade() {
        assertThatThrownBy(() -> keys.create(WIZZ, "orders", Set.of(), Optional.empty()))
                .hasMessageContaining("publish, read and admin");
    }
}
