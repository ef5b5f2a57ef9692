package io.trunkline.core.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.route.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link ConnectionStore} does. */
public abstract class ConnectionStoreContractTest {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");

    private final ConnectionId id = new ConnectionId(UUID.randomUUID().toString());

    protected abstract ConnectionStore store();

    @Test
    void deviceAndAddressAreKeptWhereTheyAreThere() {
        Connection plain = connection(
                Optional.of("web"), new Principal(Wizz.merchant(), Optional.of("t-1"), Optional.of(NOW), NOW));
        Connection known = new Connection(
                plain.id(),
                plain.principal(),
                plain.endpoint(),
                plain.dialect(),
                plain.platform(),
                plain.connectedAt(),
                plain.expiresAt(),
                Optional.of("d1"),
                Optional.of("a1"));
        store().save(known);

        assertThat(store().find(known.id(), NOW)).contains(known);
    }

    @Test
    void aSavedConnectionIsFoundAsItWas() {
        Connection connection = connection(
                Optional.of("android"), new Principal(Wizz.merchant(), Optional.of("t-1"), Optional.of(NOW), NOW));

        assertThat(store().save(connection)).isEqualTo(SaveOutcome.SAVED);
        assertThat(store().find(id, NOW)).contains(connection);
    }

    @Test
    void whateverIdsAndScopesHoldIsFoundAsItWas() {
        Identity identity = new Identity(
                AppKey.parse("wizz/order-receiver"),
                "u:1#2/3",
                EntityRef.parse("merchant/m 42#/\u00fc:x"),
                Set.of("manager", "cook"),
                Set.of(new Scope("branch", "b-1"), new Scope("branch", "b:2"), new Scope("area", "x/y #")));
        Connection connection =
                connection(Optional.of(""), new Principal(identity, Optional.of(""), Optional.empty(), NOW));

        store().save(connection);

        assertThat(store().find(id, NOW)).contains(connection);
        assertThat(store().remove(id, NOW)).contains(connection);
    }

    @Test
    void aConnectionExpiresAtTheSecondThatWasStored() {
        store().save(connection());

        assertThat(store().find(id, connection().expiresAt())).isEmpty();
    }

    @Test
    void whatAConnectionDoesNotSayStaysUnsaid() {
        Connection connection = connection();
        store().save(connection);

        assertThat(store().find(id, NOW)).contains(connection);
    }

    @Test
    void aConnectRepeatedIsSavedAgain() {
        store().save(connection());

        assertThat(store().save(connection())).isEqualTo(SaveOutcome.SAVED);
        assertThat(store().find(id, NOW)).contains(connection());
    }

    @Test
    void whoAConnectionWasStoredAsFirstItStays() {
        store().save(connection());

        assertThat(store().save(connection(
                        Optional.empty(), new Principal(Wizz.merchant(), Optional.empty(), Optional.empty(), NOW))))
                .isEqualTo(SaveOutcome.TAKEN);
        assertThat(store().find(id, NOW)).contains(connection());
    }

    @Test
    void anUnknownConnectionIsNotFound() {
        assertThat(store().find(id, NOW)).isEmpty();
    }

    @Test
    void anExpiredConnectionIsNotFound() {
        store().save(connection());

        assertThat(store().find(id, connection().expiresAt().minusSeconds(1))).isPresent();
        assertThat(store().find(id, connection().expiresAt().plusSeconds(1))).isEmpty();
    }

    @Test
    void removingReturnsWhatWasThereAndItIsGone() {
        store().save(connection());

        assertThat(store().remove(id, NOW)).contains(connection());
        assertThat(store().find(id, NOW)).isEmpty();
        assertThat(store().remove(id, NOW)).isEmpty();
    }

    @Test
    void aConnectThatItsDisconnectOvertookIsNotStored() {
        assertThat(store().remove(id, NOW)).isEmpty();

        assertThat(store().find(id, NOW)).isEmpty();
        assertThat(store().save(connection())).isEqualTo(SaveOutcome.OVERTAKEN);
        assertThat(store().find(id, NOW)).isEmpty();
    }

    @Test
    void aDisconnectThatComesTwiceStillOvertakes() {
        store().remove(id, NOW);

        assertThat(store().remove(id, NOW)).isEmpty();
        assertThat(store().save(connection())).isEqualTo(SaveOutcome.OVERTAKEN);
    }

    @Test
    void aRefreshReplacesTheTokenAndNothingElse() {
        store().save(connection(
                Optional.of("android"), new Principal(Wizz.merchant(), Optional.of("t-1"), Optional.of(NOW), NOW)));
        Principal newer =
                new Principal(Wizz.merchant(), Optional.empty(), Optional.of(NOW.plusSeconds(1)), NOW.plusSeconds(9));

        assertThat(store().refresh(id, newer)).isTrue();

        assertThat(store().find(id, NOW)).contains(connection(Optional.of("android"), newer));
    }

    @Test
    void whatIsNotStoredOrHasEndedIsNotRefreshed() {
        assertThat(store().refresh(id, connection().principal())).isFalse();
        assertThat(store().find(id, NOW)).isEmpty();

        store().remove(id, NOW);

        assertThat(store().refresh(id, connection().principal())).isFalse();
        assertThat(store().save(connection())).isEqualTo(SaveOutcome.OVERTAKEN);
    }

    @Test
    void manyAreFoundAtOnceAndThoseThatAreGoneAreNot() {
        List<ConnectionId> ids = IntStream.range(0, 120)
                .mapToObj(i -> new ConnectionId(id.value() + i))
                .toList();
        ids.forEach(each -> store().save(connection(each)));
        store().remove(ids.get(7), NOW);

        assertThat(store().findAll(Stream.concat(ids.stream(), ids.stream()).toList(), NOW))
                .extracting(Connection::id)
                .containsExactlyInAnyOrderElementsOf(
                        ids.stream().filter(each -> !each.equals(ids.get(7))).toList());
        assertThat(store().findAll(List.of(), NOW)).isEmpty();
        assertThat(store().findAll(ids, ConnectionLifetime.expiresAt(NOW).plusSeconds(1)))
                .isEmpty();
    }

    private Connection connection(ConnectionId other) {
        Connection own = connection();
        return new Connection(
                other,
                own.principal(),
                own.endpoint(),
                own.dialect(),
                own.platform(),
                own.connectedAt(),
                own.expiresAt());
    }

    private Connection connection() {
        return connection(Optional.empty(), new Principal(Wizz.customer(), Optional.empty(), Optional.empty(), NOW));
    }

    private Connection connection(Optional<String> platform, Principal principal) {
        Instant connectedAt = NOW.plusMillis(123);
        // an expiry is stored to the second
        Instant expiresAt = ConnectionLifetime.expiresAt(NOW);
        return new Connection(
                id, principal, new GatewayEndpoint("abc123", "dev"), "trunkline.v1", platform, connectedAt, expiresAt);
    }
}
