package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.dispatch.FirstFrames.Outcome;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.PolicyVerdict;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryTokenLeases;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Welcoming;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import io.trunkline.routing.route.Identity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VisitsTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final AppKey APP = AppKey.parse("care/app");
    private static final Tenant TENANT = tenant();
    private static final RoomName ROOM = RoomName.parse("waits-for:7a1b");

    private final TestClock clock = new TestClock(START);
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(TENANT);
    private final ObservedStores stores = new ObservedStores();
    private final List<ConnectionErrand> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private boolean queueWorks = true;
    private final FirstFrames firstFrames = new FirstFrames(
            registry,
            _ -> new AuthOutcome.Accepted(
                    new Principal(
                            new Identity(APP, "u-1", EntityRef.parse("patient/7"), Set.of(), Set.of()),
                            Optional.empty(),
                            Optional.empty(),
                            START.plusSeconds(3600)),
                    "trunkline.v1",
                    Optional.empty()),
            LifecycleBuilder.of(registry, stores, clock).build(),
            new UsageLimits(new LocalRateLimiter(), new SharedRateLimiter(new InMemoryTokenLeases()), clock),
            (task, delay) -> {
                later.add(task);
                delays.add(delay);
                return queueWorks;
            },
            Welcoming.nobody(),
            stores,
            clock);

    private static Tenant tenant() {
        try {
            TenantReading reading =
                    TenantReader.read(JsonMapper.builder().build().readTree("""
                        {"tenant": "care", "types": {"patient": {}, "visitor": {}},
                         "apps": {"app": {"types": ["patient"], "authenticate": "first-frame",
                           "visitors": {"type": "visitor", "stay": "15m", "perRoom": 3, "perMinutePerAddress": 6}}},
                         "rooms": [{"room": "waits-for:{hash}", "join": {"types": ["visitor"]}},
                                   {"room": "lobby:{id}", "join": "open", "publish": ["visitor"]},
                                   {"room": "ward:{id}", "join": {"types": ["patient"]}}]}\
                        """));
            assertThat(reading).isInstanceOf(TenantReading.Valid.class);
            return ((TenantReading.Valid) reading).tenant();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aVisitorIsInTheOneRoomThatItCameForUntilItsVisitEnds() {
        assertThat(visit("a", ROOM)).isInstanceOfSatisfying(ServerEvent.Reply.class, reply -> assertThat(
                        reply.data().path("room").asText())
                .isEqualTo("waits-for:7a1b"));

        assertThat(rooms("a")).containsExactly("waits-for:7a1b");
        Connection row = stores.connections.find(new ConnectionId("a"), START).orElseThrow();
        assertThat(row.principal().identity().entity()).isEqualTo(EntityRef.parse("visitor/a"));
        assertThat(row.expiresAt()).isEqualTo(START.plus(Duration.ofMinutes(15)));
        assertThat(later)
                .containsExactly(new ConnectionErrand(
                        ConnectionErrand.Kind.END_VISIT,
                        new TenantId("care"),
                        new ConnectionId("a"),
                        ENDPOINT,
                        "trunkline.v1",
                        0,
                        START));
        assertThat(delays).containsExactly(Duration.ofMinutes(15));
    }

    @Test
    void onlyRoomsWhoseRuleNamesVisitorsLetThemIn() {
        for (String room : List.of("lobby:1", "ward:1", "none:1", "all", "type:visitor", "user:u-1")) {
            assertThat(visit("a", RoomName.parse(room)))
                    .as(room)
                    .isInstanceOfSatisfying(ServerEvent.Refused.class, refused -> assertThat(
                                    refused.rejection().code())
                            .isEqualTo(RejectionCode.NOT_AUTHENTICATED));
        }
        assertThat(stores.connections.rows()).isEmpty();
        assertThat(later).isEmpty();
    }

    @Test
    void aVisitorHasNoAutomaticRooms() {
        visit("a", ROOM);
        Identity visitor = stores.connections
                .find(new ConnectionId("a"), START)
                .orElseThrow()
                .principal()
                .identity();

        RoomPolicy policy = new RoomPolicy(new InMemoryGrantStore());
        assertThat(policy.mayJoin(TENANT, visitor, new RoomName.All())).isInstanceOf(PolicyVerdict.Denied.class);
        assertThat(policy.isAutomatic(TENANT, visitor, RoomName.parse("type:visitor")))
                .isFalse();
    }

    @Test
    void aVisitorMayAskForItsRoomAgainAndForNoOther() {
        visit("a", ROOM);

        assertThat(act(waiter("a", true), subscribe(ROOM))).isInstanceOf(ServerEvent.Reply.class);
        assertThat(act(waiter("a", true), subscribe(RoomName.parse("waits-for:other"))))
                .isInstanceOf(ServerEvent.Refused.class);
        assertThat(rooms("a")).containsExactly("waits-for:7a1b");
    }

    @Test
    void aVisitorMayDoNothingElse() {
        visit("a", ROOM);

        assertThat(act(waiter("a", true), new ClientAction.Rooms(Optional.empty())))
                .isInstanceOf(ServerEvent.Refused.class);
        assertThat(act(waiter("a", true), new ClientAction.Unsubscribe(Optional.empty(), ROOM)))
                .isInstanceOf(ServerEvent.Refused.class);
    }

    @Test
    void aRoomTakesSoManyVisitorsAndThenNoMore() {
        assertThat(visit("a", ROOM)).isInstanceOf(ServerEvent.Reply.class);
        assertThat(visit("b", ROOM)).isInstanceOf(ServerEvent.Reply.class);
        assertThat(visit("c", ROOM)).isInstanceOf(ServerEvent.Reply.class);

        assertThat(visit("d", ROOM)).isInstanceOfSatisfying(ServerEvent.Refused.class, refused -> assertThat(
                        refused.rejection().code())
                .isEqualTo(RejectionCode.RATE_LIMITED));
        assertThat(visit("d", RoomName.parse("waits-for:other"))).isInstanceOf(ServerEvent.Reply.class);
    }

    @Test
    void anAddressBeginsSoManyVisitsAMinute() {
        int begun = 0;
        for (int i = 0; i < 20; i++) {
            begun += visit("c" + i, RoomName.parse("waits-for:" + i)) instanceof ServerEvent.Reply ? 1 : 0;
        }

        assertThat(begun).isEqualTo(6);
    }

    @Test
    void aVisitorWhoSaysWhoTheyAreIsThatAndNoVisitorAnyMore() {
        visit("a", ROOM);

        assertThat(firstFrames.act(
                        new ClientAction.Authenticate(Optional.empty(), "t.o.k", Map.of()), waiter("a", true)))
                .isInstanceOf(Outcome.Entered.class);

        assertThat(rooms("a")).contains("user:u-1", "all").doesNotContain("waits-for:7a1b");
    }

    @Test
    void whereNothingWouldEndTheVisitThereIsNone() {
        queueWorks = false;

        assertThat(visit("a", ROOM)).isInstanceOf(ServerEvent.Refused.class);
        assertThat(stores.connections.rows()).isEmpty();
    }

    @Test
    void aVisitThatEndsLeavesNothing() {
        visit("a", ROOM);
        firstFrames.act(new ClientAction.Ping(Optional.empty()), waiter("a", true));

        assertThat(stores.connections.find(new ConnectionId("a"), START.plus(Duration.ofMinutes(14))))
                .isPresent();
        assertThat(stores.connections.find(new ConnectionId("a"), START.plus(Duration.ofMinutes(15))))
                .isEmpty();
        assertThat(stores.connections.rows().getFirst().expiresAt()).isBefore(ConnectionLifetime.expiresAt(START));
    }

    private List<String> rooms(String connection) {
        return stores.subscriptions.roomsOf(new ConnectionId(connection)).stream()
                .map(shard -> shard.room().name().toString())
                .toList();
    }

    private ServerEvent visit(String connection, RoomName room) {
        return act(waiter(connection, false), subscribe(room));
    }

    private static ClientAction subscribe(RoomName room) {
        return new ClientAction.Subscribe(Optional.empty(), room, Optional.empty());
    }

    private ServerEvent act(Waiter waiter, ClientAction action) {
        Outcome outcome = firstFrames.act(action, waiter);
        assertThat(outcome).isInstanceOf(Outcome.Answered.class);
        return ((Outcome.Answered) outcome).answer();
    }

    private Waiter waiter(String connection, boolean visits) {
        return new Waiter(
                new ConnectionId(connection),
                APP,
                ENDPOINT,
                "trunkline.v1",
                new Arrival(Optional.empty(), Optional.empty(), Optional.empty(), SourceAddress.of("192.0.2.7")),
                START,
                visits,
                Deadline.in(Duration.ofSeconds(10), clock));
    }
}
