package io.trunkline.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.testing.Wizz;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ConnectionScan} does. */
public abstract class ConnectionScanContractTest {
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");
    private static final Instant EXPIRY = NOW.plusSeconds(600);
    private static final ConnectionId ID = new ConnectionId("c-1");

    protected abstract ConnectionScan scan();

    protected abstract ConnectionStore store();

    @Test
    void everyRowIsReadOncePageByPage() {
        List<Connection> stored = IntStream.range(0, 25)
                .mapToObj(i -> connection(new ConnectionId("c-" + i), EXPIRY))
                .toList();
        stored.forEach(store()::save);

        List<Connection> read = new ArrayList<>();
        long rows = 0;
        Optional<String> cursor = Optional.empty();
        do {
            ConnectionScan.Page page = scan().page(cursor, 10);
            page.connections().forEach(row -> read.add(row.connection()));
            rows += page.read().rows();
            assertThat(page.read().units()).isPositive();
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(read).containsExactlyInAnyOrderElementsOf(stored);
        assertThat(rows).isEqualTo(25);
    }

    @Test
    void theExpiredAreReadAndMarksOfDisconnectsAreNot() {
        store().save(connection(ID, EXPIRY));
        store().remove(new ConnectionId("never-there"), NOW);

        assertThat(only().connection().id()).isEqualTo(ID);
    }

    @Test
    void whoIsThereIsToldFromWhoIsNotOrHasExpired() {
        List<ConnectionId> many = IntStream.range(0, 150)
                .mapToObj(i -> new ConnectionId("c-" + i))
                .toList();
        many.subList(0, 120).forEach(id -> store().save(connection(id, EXPIRY)));

        assertThat(scan().stored(many, NOW).ids()).containsExactlyInAnyOrderElementsOf(many.subList(0, 120));
        assertThat(scan().stored(many, ConnectionLifetime.expiresAt(NOW)).ids()).isEmpty();
    }

    @Test
    void anExpiryIsToldOnce() {
        store().save(connection(ID, EXPIRY));

        assertThat(scan().tellExpiry(ID, EXPIRY.minusSeconds(1))).isFalse();
        assertThat(scan().tellExpiry(ID, EXPIRY.plusMillis(1))).isTrue();
        assertThat(scan().tellExpiry(ID, EXPIRY.plusSeconds(5))).isFalse();
        // rounded up, so that the grace is never short
        assertThat(only().expiryToldAt()).contains(EXPIRY.plusSeconds(1));
        assertThat(only().reconnectToldAt()).isEmpty();
    }

    @Test
    void whoWasToldAndRenewedItsTokenIsToldOfTheNextExpiry() {
        store().save(connection(ID, EXPIRY));
        scan().tellExpiry(ID, EXPIRY);

        store().refresh(ID, connection(ID, EXPIRY.plusSeconds(600)).principal());

        assertThat(scan().tellExpiry(ID, EXPIRY.plusSeconds(60))).isFalse();
        assertThat(scan().tellExpiry(ID, EXPIRY.plusSeconds(600))).isTrue();
    }

    @Test
    void aReconnectIsAskedForOnce() {
        store().save(connection(ID, EXPIRY));

        assertThat(scan().tellReconnect(ID, NOW)).isTrue();
        assertThat(scan().tellReconnect(ID, NOW)).isFalse();
        assertThat(only().reconnectToldAt()).contains(NOW);
    }

    @Test
    void whoIsGoneIsToldNothingAndComesBackByNoMark() {
        assertThat(scan().tellExpiry(ID, NOW)).isFalse();
        assertThat(scan().tellReconnect(ID, NOW)).isFalse();

        assertThat(scan().page(Optional.empty(), 10).read().rows()).isZero();
    }

    private SweptConnection only() {
        List<SweptConnection> rows = scan().page(Optional.empty(), 10).connections();
        assertThat(rows).hasSize(1);
        return rows.getFirst();
    }

    private static Connection connection(ConnectionId id, Instant tokenExpiry) {
        return new Connection(
                id,
                new Principal(Wizz.merchant(), Optional.of("t-1"), Optional.of(NOW), tokenExpiry),
                new GatewayEndpoint("abc123", "dev"),
                "trunkline.v1",
                Optional.empty(),
                NOW,
                ConnectionLifetime.expiresAt(NOW));
    }
}
