package io.trunkline.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.Scope;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link SubscriptionStore} does. */
public abstract class SubscriptionStoreContractTest {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    private static final Instant NOW = Instant.parse("2096-01-01T12:00:00Z");

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
    void aRoomThatIsNamedTwiceInOneGoIsJoinedAndLeftOnce() {
        RoomShard other = room("wizz", "other", 0);

        store().join(List.of(
                subscription(room, connection), subscription(other, connection), subscription(room, connection)));
        assertThat(members(room)).hasSize(1);
        assertThat(members(other)).hasSize(1);

        store().leave(connection, List.of(room, other, room));
        assertThat(members(room)).isEmpty();
        assertThat(members(other)).isEmpty();
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

    @Test
    void aMemberThatLeftBetweenTwoPagesHidesNobody() {
        store().join(IntStream.range(0, 4)
                .mapToObj(i -> subscription(room, connection("c" + i)))
                .toList());
        SubscriptionPage first = store().page(room, Optional.empty(), 2, NOW);

        store().leave(first.next().orElseThrow(), List.of(room));

        SubscriptionPage second = store().page(room, first.next(), 10, NOW);
        assertThat(Stream.concat(first.items().stream(), second.items().stream())
                        .map(Subscription::connectionId)
                        .distinct())
                .hasSize(4);
    }

    @Test
    void theExpiredAmongTheLiveAreLeftOutThoughPagesAreShortOfThem() {
        Subscription live = subscription(room, connection("b"));
        store().join(List.of(
                new Subscription(room, connection("a"), live.endpoint(), live.dialect(), NOW),
                live,
                new Subscription(room, connection("c"), live.endpoint(), live.dialect(), NOW.minusSeconds(1))));

        List<Subscription> read = new ArrayList<>();
        Optional<ConnectionId> after = Optional.empty();
        do {
            SubscriptionPage page = store().page(room, after, 1, NOW);
            read.addAll(page.items());
            after = page.next();
        } while (after.isPresent());

        assertThat(read).containsExactly(live);
    }

    @Test
    void roomsThatLookAlikeStayApart() {
        List<RoomShard> alike = Stream.of("a", "a#0", "a#1", "A", " a", "\u00e9", "e\u0301", "a/b:c")
                .map(name -> room("wizz", name, 0))
                .toList();
        for (int i = 0; i < alike.size(); i++) {
            store().join(List.of(subscription(alike.get(i), connection("c" + i))));
        }

        for (int i = 0; i < alike.size(); i++) {
            ConnectionId member = connection("c" + i);
            List<RoomShard> only = List.of(alike.get(i));
            assertThat(members(alike.get(i))).containsExactly(subscription(alike.get(i), member));
            await().untilAsserted(() -> assertThat(store().roomsOf(member)).isEqualTo(only));
        }
    }

    @Test
    void theLongestRoomIsJoinedPagedAndLeft() {
        String name = "n".repeat(64);
        Scope scope = new Scope(name, "\u00e9".repeat(128));
        EntityRef entity = new EntityRef(new EntityType(name), "\u00e9".repeat(512));
        RoomShard longest = new RoomShard(
                new RoomKey(new TenantId("t".repeat(64)), new RoomName.Within(scope, new RoomName.Entity(entity))),
                RoomShard.MAX_SHARDS - 1);
        ConnectionId id = new ConnectionId("c".repeat(128 - mark.length()) + mark);

        store().join(List.of(subscription(longest, id), subscription(room, id)));

        assertThat(store().page(longest, Optional.of(new ConnectionId("b")), 1, NOW)
                        .items())
                .containsExactly(subscription(longest, id));
        await().untilAsserted(() -> assertThat(store().roomsOf(id)).containsExactlyInAnyOrder(longest, room));
        store().leave(id, store().roomsOf(id));
        assertThat(members(longest)).isEmpty();
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
