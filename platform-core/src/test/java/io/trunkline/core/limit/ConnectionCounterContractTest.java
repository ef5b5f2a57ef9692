package io.trunkline.core.limit;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ConnectionCounter} does. */
public abstract class ConnectionCounterContractTest {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");

    /** Forgetting may be as coarse as this. */
    private static final long SLACK_SECONDS = 600;

    /** A tenant of this test alone, so that a table may be shared. */
    private final TenantId tenant = new TenantId("t" + UUID.randomUUID());

    protected abstract ConnectionCounter counter();

    @Test
    void eachOneOpenedCountsOneMore() {
        assertThat(counter().opened(tenant, NOW)).isEqualTo(1);
        assertThat(counter().opened(tenant, NOW)).isEqualTo(2);
        assertThat(counter().opened(tenant, NOW.plusSeconds(3600))).isEqualTo(3);
    }

    @Test
    void oneThatClosedNoLongerCounts() {
        counter().opened(tenant, NOW);
        counter().opened(tenant, NOW.plusSeconds(1));

        counter().closed(tenant, NOW, NOW.plusSeconds(3600));

        assertThat(counter().opened(tenant, NOW.plusSeconds(3600))).isEqualTo(2);
    }

    @Test
    void tenantsAreCountedApart() {
        counter().opened(tenant, NOW);

        assertThat(counter().opened(new TenantId("u" + UUID.randomUUID()), NOW)).isEqualTo(1);
    }

    @Test
    void addressesAreCountedApart() {
        counter().opened(tenant, NOW);

        assertThat(counter().opened(tenant, "a", NOW)).isEqualTo(1);
        assertThat(counter().opened(tenant, "a", NOW)).isEqualTo(2);
        assertThat(counter().opened(tenant, "b", NOW)).isEqualTo(1);
        counter().closed(tenant, "a", NOW, NOW);
        assertThat(counter().opened(tenant, "a", NOW)).isEqualTo(2);
        assertThat(counter().opened(tenant, NOW)).isEqualTo(2);
    }

    @Test
    void closingWhatWasNeverCountedTakesNothingAway() {
        counter().closed(tenant, NOW, NOW);

        assertThat(counter().opened(tenant, NOW)).isEqualTo(1);
    }

    @Test
    void aLostDisconnectIsForgottenWhenItsConnectionCannotLiveAnyMore() {
        counter().opened(tenant, NOW);
        Instant end = ConnectionLifetime.expiresAt(NOW);

        assertThat(counter().opened(tenant, end.minusSeconds(SLACK_SECONDS))).isEqualTo(2);
        assertThat(counter().opened(tenant, end.plusSeconds(SLACK_SECONDS))).isEqualTo(2);
    }

    @Test
    void theCountStaysRightOverDays() {
        long count = 0;

        for (int i = 0; i < 200; i++) {
            count = counter().opened(tenant, NOW.plusSeconds(1800L * i));
        }

        // one each half hour: the last, and the four of the two hours before it
        assertThat(count).isEqualTo(5);
    }

    @Test
    void closingWhatIsForgottenTakesNothingAway() {
        counter().opened(tenant, NOW);
        Instant later = ConnectionLifetime.expiresAt(NOW).plusSeconds(SLACK_SECONDS);
        counter().opened(tenant, later);

        counter().closed(tenant, NOW, later);

        assertThat(counter().opened(tenant, later)).isEqualTo(2);
    }
}
