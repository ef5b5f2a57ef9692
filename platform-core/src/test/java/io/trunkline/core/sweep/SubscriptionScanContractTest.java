package io.trunkline.core.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.sweep.SubscriptionScan.Place;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SubscriptionScan} does. */
public abstract class SubscriptionScanContractTest {
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");
    private static final ConnectionId A = new ConnectionId("c-a=");
    private static final ConnectionId B = new ConnectionId("c-b=");

    protected abstract SubscriptionScan scan();

    protected abstract SubscriptionStore store();

    @Test
    void everySubscriptionIsReadOncePageByPageAConnectionsTogether() {
        List<Subscription> joined = new ArrayList<>();
        for (ConnectionId id : List.of(A, B)) {
            IntStream.range(0, 15).forEach(i -> joined.add(subscription(id, "order:o " + i + "#x")));
        }
        store().join(joined);
        // the index trails
        Awaitility.await()
                .until(() -> scan().page(Optional.empty(), 100).places().size() == 30);

        List<Place> read = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            SubscriptionScan.Page page = scan().page(cursor, 7);
            read.addAll(page.places());
            cursor = page.next();
        } while (cursor.isPresent());

        assertThat(read)
                .containsExactlyInAnyOrderElementsOf(
                        joined.stream().map(SubscriptionScanContractTest::place).toList());
        Set<ConnectionId> inOrder = new LinkedHashSet<>();
        read.forEach(place -> inOrder.add(place.connection()));
        assertThat(read.subList(0, 15))
                .allMatch(place -> place.connection().equals(inOrder.iterator().next()));
    }

    @Test
    void aSubscriptionOfAnOldConnectionIsRemovedAndAYoungOnesIsNot() {
        Subscription subscription = subscription(A, "order:o-9");
        store().join(List.of(subscription));

        assertThat(scan().remove(place(subscription), NOW)).isFalse();
        assertThat(store().page(subscription.room(), Optional.empty(), 10, NOW).items())
                .hasSize(1);

        assertThat(scan().remove(place(subscription), NOW.plus(Duration.ofMinutes(1))))
                .isTrue();
        assertThat(store().page(subscription.room(), Optional.empty(), 10, NOW).items())
                .isEmpty();
        assertThat(scan().remove(place(subscription), NOW.plus(Duration.ofMinutes(1))))
                .isFalse();
    }

    private static Place place(Subscription subscription) {
        return new Place(subscription.connectionId(), subscription.room());
    }

    private static Subscription subscription(ConnectionId id, String room) {
        return new Subscription(
                new RoomShard(new RoomKey(Wizz.ID, RoomName.parse(room)), 0),
                id,
                new GatewayEndpoint("abc123", "dev"),
                "trunkline.v1",
                ConnectionLifetime.expiresAt(NOW));
    }
}
