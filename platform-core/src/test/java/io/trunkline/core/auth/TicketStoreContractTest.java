package io.trunkline.core.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Principal;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link TicketStore} does. */
public abstract class TicketStoreContractTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    /** A ticket of this test alone, so that a table may be shared. */
    private final TicketKey key = new TicketKey(Wizz.ID, UUID.randomUUID().toString());

    private final Ticket ticket = new Ticket(
            new Principal(
                    Wizz.merchant(), Optional.of("jti-1"), Optional.of(NOW.minusSeconds(60)), NOW.plusSeconds(3600)),
            NOW.plusSeconds(30));

    protected abstract TicketStore store();

    @Test
    void aTicketIsTakenOnceAsItWasPut() {
        store().put(key, ticket);

        assertThat(store().take(key, Optional.empty(), NOW)).contains(ticket);
        assertThat(store().take(key, Optional.empty(), NOW)).isEmpty();
    }

    @Test
    void ofManyWhoComeAtOnceOneGetsIt() {
        store().put(key, ticket);

        List<Optional<Ticket>> taken = IntStream.range(0, 16)
                .parallel()
                .mapToObj(_ -> store().take(key, Optional.empty(), NOW))
                .toList();

        assertThat(taken.stream().flatMap(Optional::stream)).containsExactly(ticket);
    }

    @Test
    void anotherAppGetsNothingAndUsesNothingUp() {
        store().put(key, ticket);

        assertThat(store().take(key, Optional.of(AppKey.parse("wizz/drivers")), NOW))
                .isEmpty();
        assertThat(store().take(key, Optional.of(Wizz.merchant().app()), NOW)).contains(ticket);
    }

    @Test
    void anotherTenantOrHashIsNotTaken() {
        store().put(key, ticket);

        assertThat(store().take(new TicketKey(new TenantId("other"), key.hash()), Optional.empty(), NOW))
                .isEmpty();
        assertThat(store().take(new TicketKey(Wizz.ID, key.hash() + "x"), Optional.empty(), NOW))
                .isEmpty();
    }

    @Test
    void afterItsTimeItIsGone() {
        store().put(key, ticket);

        assertThat(store().take(key, Optional.empty(), NOW.plusSeconds(30))).isEmpty();
        assertThat(store().take(key, Optional.empty(), NOW.plusSeconds(29))).contains(ticket);
    }
}
