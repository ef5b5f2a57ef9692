package io.trunkline.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SubscriptionStore} does. */
public abstract class SubscriptionStoreContractTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant LATER = NOW.plusSeconds(60);

    /** Rooms and connections of this test alone, so that a table may be shared. */
    private final String mark = UUID.randomUUID().toString();

    private final RoomShard room = room("wizz", "r", 0);
    private final ConnectionId connection = connection("a");

    protected abstract SubscriptionStore store();

    @Test
    void whoJoinedIsOnThePageAsTheyJoined() {
        store().join(List.of(subscription(room, connection)));

        assertThat(members(room)).containsExactly(subscription(room, connection));
    }

    @Test
    void joiningTwiceIsJoiningOnce() {
        store().join(List.of(subscription(room, connection)));
        store().join(List.of(subscription(room, connection)));

        assertThat(members(room)).hasSize(1);
    }

    @Test
    void anyNumberIsJoinedAndLeftInOneGo() {
        List<RoomShard> rooms =
                IntStream.range(0, 60).mapToObj(i -> room("wizz", "r" + i, 0)).toList();

        store().join(rooms.stream().map(r -> subscription(r, connection)).toList());
        await().untilAsserted(() -> assertThat(store().roomsOf(connection)).containsExactlyInAnyOrderElementsOf(rooms));

        store().leave(connection, rooms);
        await().untilAsserted(() -> assertThat(store().roomsOf(connection)).isEmpty());
        assertThat(rooms).allSatisfy(r -> assertThat(members(r)).isEmpty());
    }

    @Test
    void nothingToJoinOrLeaveIsNoError() {
        store().join(List.of());
        store().leave(connection, List.of());

        assertThat(store().roomsOf(connection)).isEmpty();
    }

    @Test
    void leavingTakesNobodyElseOut() {
        store().join(List.of(subscription(room, connection), subscription(room, connection("b"))));

        store().leave(connection, List.of(room));

        assertThat(members(room)).containsExactly(subscription(room, connection("b")));
    }

    @Test
    void leavingARoomNeverJoinedIsNoError() {
        store().leave(connection, List.of(room));

        assertThat(members(room)).isEmpty();
    }

    @Test
    void tenantsAndShardsStayApart() {
        store().join(List.of(subscription(room, connection)));

        assertThat(members(room("other", "r", 0))).isEmpty();
        assertThat(members(room("wizz", "r", 1))).isEmpty();
    }

    @Test
    void whoHasExpiredIsLeftOut() {
        store().join(List.of(subscription(room, connection)));

        assertThat(store().page(room, Optional.empty(), 10, LATER.plusSeconds(1))
                        .items())
                .isEmpty();
    }

    @Test
    void pagesHoldEachMemberOnce() {
        List<Subscription> all = IntStream.range(0, 7)
                .mapToObj(i -> subscription(room, connection("c" + i)))
                .toList();
        store().join(all);

        List<Subscription> read = new ArrayList<>();
        Optional<ConnectionId> after = Optional.empty();
        do {
            SubscriptionPage page = store().page(room, after, 3, NOW);
            assertThat(page.items()).hasSizeLessThanOrEqualTo(3);
            read.addAll(page.items());
            after = page.next();
        } while (after.isPresent());

        assertThat(read).containsExactlyInAnyOrderElementsOf(all);
    }

    private List<Subscription> members(RoomShard shard) {
        return store().page(shard, Optional.empty(), 100, NOW).items();
    }

    private RoomShard room(String tenant, String name, int shard) {
        return new RoomShard(new RoomKey(new TenantId(tenant), new RoomName.Topic("order", mark + "#" + name)), shard);
    }

    private ConnectionId connection(String name) {
        return new ConnectionId(mark + name);
    }

    private static Subscription subscription(RoomShard room, ConnectionId connection) {
        return new Subscription(room, connection, new GatewayEndpoint("abc123", "dev"), "trunkline.v1", LATER);
    }
}
