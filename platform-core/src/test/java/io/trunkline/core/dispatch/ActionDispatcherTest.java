package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.app.TenantRates;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.DeliveryReceipt;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.EventIds;
import io.trunkline.core.publish.OnlyOnce;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryClaimStore;
import io.trunkline.core.testing.InMemoryGrantStore;
import io.trunkline.core.testing.InMemoryHistoryStore;
import io.trunkline.core.testing.InMemoryPresenceStore;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.RecordedDelivery;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ActionDispatcherTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final Instant TOKEN_END = START.plusSeconds(3600);
    private static final Optional<String> ID = Optional.of("7");
    private static final ConnectionId CONNECTION = new ConnectionId("L0SM9cOFvHcCIhw=");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final JsonNode DATA = JsonNodeFactory.instance.objectNode();

    private Instant now = START.plusSeconds(60);
    private final InstantSource clock = () -> now;
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(Wizz.tenant());
    private final ObservedStores stores = new ObservedStores();
    private final RecordedDelivery delivery = new RecordedDelivery(new DeliveryReceipt(4, 3, 2, 1, true));
    private final InMemoryHistoryStore histories = new InMemoryHistoryStore();
    private final InMemoryGrantStore grants = new InMemoryGrantStore();
    private final RoomPolicy policy = new RoomPolicy(grants);
    private final EventIds ids = new EventIds(clock, new Random(1));
    private final UsageLimits limits = new UsageLimits(new LocalRateLimiter(), new LocalRateLimiter(), clock);
    private final RoomPresence presence = new RoomPresence(registry, new InMemoryPresenceStore());
    private final ActionDispatcher dispatcher = new ActionDispatcher(
            registry,
            stores,
            limits,
            policy,
            new Publisher(
                    registry,
                    limits,
                    policy,
                    histories,
                    delivery,
                    new OnlyOnce(new InMemoryClaimStore(), ids, _ -> {}, clock),
                    ids,
                    EventHook.NONE,
                    clock),
            histories,
            new TokenLife(
                    registry,
                    _ -> new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "nobody refreshes here"),
                    stores,
                    new Revocations(new InMemoryRevocationStore(), clock),
                    clock),
            presence,
            new PresenceAnnouncer(delivery),
            clock);

    @Test
    void helloTellsWhoTheConnectionIs() {
        assertThat(ask(new ClientAction.Hello(ID), Wizz.merchant())).isEqualTo(reply("hello", """
            {"connectionId":"L0SM9cOFvHcCIhw=","tenant":"wizz","app":"order-receiver",
             "entity":"merchant/m-42","user":"u-42","roles":["manager"],"dialect":"trunkline.v1",
             "connectedAt":"2026-01-01T12:00:00.000Z","expiresAt":"2026-01-01T13:00:00.000Z",
             "serverTime":"2026-01-01T12:01:00.000Z"}\
            """));
    }

    @Test
    void pingTellsTheTime() {
        assertThat(ask(new ClientAction.Ping(Optional.empty()), Wizz.driver()))
                .isEqualTo(
                        new ServerEvent.Reply(Optional.empty(), "ping", json("{\"at\":\"2026-01-01T12:01:00.000Z\"}")));
    }

    @Test
    void statusTellsTheConnectionsState() {
        assertThat(ask(new ClientAction.Status(ID), Wizz.driver())).isEqualTo(reply("status", """
            {"connectedAt":"2026-01-01T12:00:00.000Z","dialect":"trunkline.v1",
             "expiresAt":"2026-01-01T13:00:00.000Z"}\
            """));
    }

    @Test
    void helloPingAndStatusNeedNoStoreAndNoRegistry() {
        registry.remove(Wizz.ID);

        assertThat(Stream.of(new ClientAction.Hello(ID), new ClientAction.Ping(ID), new ClientAction.Status(ID))
                        .map(action -> ask(action, Wizz.driver())))
                .allMatch(ServerEvent.Reply.class::isInstance);
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void joinsBeyondTheLimitAreRefusedBeforeAnythingIsAskedAndWithATime() {
        registry.put(Wizz.rated(new TenantRates(
                OptionalInt.empty(),
                OptionalInt.empty(),
                OptionalInt.of(2),
                OptionalInt.empty(),
                OptionalInt.empty())));
        ask(subscribe("news:today"), Wizz.driver());
        ask(subscribe("nonsense:1"), Wizz.driver());

        assertThat(ask(subscribe("news:other"), Wizz.driver()))
                .isInstanceOfSatisfying(ServerEvent.Refused.class, refused -> {
                    assertThat(refused.rejection().code()).isEqualTo(RejectionCode.RATE_LIMITED);
                    assertThat(refused.rejection().retryAfter()).isPresent();
                });
        assertThat(stores.calls()).containsExactly("join");
    }

    @Test
    void aRoomIsJoinedByOneWriteOfOneSubscription() {
        assertThat(ask(subscribe("news:today"), Wizz.driver()))
                .isEqualTo(reply("subscribe", "{\"room\":\"news:today\"}"));

        assertThat(stores.calls()).containsExactly("join");
        RoomShard shard = RoomShard.of(new RoomKey(Wizz.ID, RoomName.parse("news:today")), CONNECTION.value(), 3);
        assertThat(stores.subscriptions.page(shard, Optional.empty(), 10, now).items())
                .containsExactly(new Subscription(
                        shard, CONNECTION, ENDPOINT, "trunkline.v1", ConnectionLifetime.expiresAt(START)));
    }

    @Test
    void joiningAnAutomaticRoomSucceedsWithoutAWrite() {
        assertThat(ask(subscribe("type:driver"), Wizz.driver()))
                .isEqualTo(reply("subscribe", "{\"room\":\"type:driver\"}"));
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void aRefusedJoinWritesNothing() {
        assertThat(ask(subscribe("chat:1"), Wizz.driver()))
                .isEqualTo(refused(
                        "subscribe",
                        new Rejection(RejectionCode.JOIN_REFUSED, "there is no room rule for the kind 'chat'")));
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void aRoomIsLeftByOneDelete() {
        ask(subscribe("news:today"), Wizz.driver());
        stores.forgetCalls();

        assertThat(ask(unsubscribe("news:today"), Wizz.driver()))
                .isEqualTo(reply("unsubscribe", "{\"room\":\"news:today\"}"));

        assertThat(stores.calls()).containsExactly("leave");
        assertThat(stores.subscriptions.roomsOf(CONNECTION)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "user:u-7", "branch:b-1"})
    void automaticRoomsCannotBeLeft(String room) {
        assertThat(ask(unsubscribe(room), Wizz.driver()))
                .isEqualTo(refused("unsubscribe", Rejection.of(RejectionCode.LEAVE_REFUSED)));
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void roomsListsWhatTheClientCanNameInOrderByOneQuery() {
        ask(subscribe("shift:late"), Wizz.driver());
        ask(subscribe("news:today"), Wizz.driver());
        // as its connect has, and some of it by a name that only the platform uses
        stores.subscriptions.join(Stream.of("all", "type:driver", "in:branch/3/b-1/type:driver")
                .map(ActionDispatcherTest::member)
                .toList());
        stores.forgetCalls();

        assertThat(ask(new ClientAction.Rooms(ID), Wizz.driver())).isEqualTo(reply("rooms", """
            {"rooms":["all","app:drivers","branch:b-1","entity:driver/d-7","news:today","shift:late","type:driver",
                      "user:u-7"]}\
            """));
        assertThat(stores.calls()).containsExactly("roomsOf");
    }

    @Test
    void roomsIsRightWhileTheIndexTrails() {
        stores.letTheIndexTrail();

        assertThat(ask(new ClientAction.Rooms(ID), Wizz.customer())).isEqualTo(reply("rooms", """
            {"rooms":["all","app:customers","entity:customer/c-1","type:customer","user:u-1"]}\
            """));
    }

    private static Subscription member(String room) {
        return new Subscription(
                new RoomShard(new RoomKey(Wizz.ID, RoomName.parse(room)), 0),
                CONNECTION,
                ENDPOINT,
                "trunkline.v1",
                ConnectionLifetime.expiresAt(START));
    }

    @Test
    void timesAreToldToTheMillisecond() {
        now = START.plusNanos(1_234_567);

        assertThat(ask(new ClientAction.Ping(ID), Wizz.driver()))
                .isEqualTo(reply("ping", "{\"at\":\"2026-01-01T12:00:00.001Z\"}"));
    }

    @Test
    void aSenderLearnsHowManyWereReached() {
        ServerEvent answer = ask(
                new ClientAction.Send(ID, RoomName.parse("entity:merchant/m-42"), "order.created", DATA),
                Wizz.customer());

        String id = delivery.calls().getFirst().event().id();
        assertThat(answer)
                .isEqualTo(
                        reply(
                                "send",
                                "{\"event\":\"" + id
                                        + "\",\"delivered\":4,\"gone\":3,\"throttled\":2,\"failed\":1,\"queued\":0,\"unreached\":true}"));
    }

    @Test
    void sendAndPublishReachWhateverRoomIsAddressed() {
        RoomName topic = RoomName.parse("shift:early");
        RoomName builtIn = RoomName.parse("type:customer");
        for (ClientAction action : List.of(
                new ClientAction.Send(ID, topic, "late", DATA),
                new ClientAction.Publish(ID, topic, "late", DATA),
                new ClientAction.Send(ID, builtIn, "late", DATA),
                new ClientAction.Publish(ID, builtIn, "late", DATA))) {
            assertThat(ask(action, Wizz.driver())).isInstanceOf(ServerEvent.Reply.class);
        }

        assertThat(delivery.calls().stream().flatMap(call -> call.rooms().stream()))
                .containsExactly("shift:early#0", "shift:early#0", "type:customer#0", "type:customer#0");
    }

    @Test
    void anEventWithoutARouteIsRefusedByTheRulesName() {
        assertThat(ask(
                        new ClientAction.Send(ID, RoomName.parse("type:driver"), "order.created", DATA),
                        Wizz.customer()))
                .isEqualTo(refused(
                        "send", new Rejection(RejectionCode.NO_ROUTE, "there is no route rule customer-to-driver")));
    }

    @ParameterizedTest
    @MethodSource("actionsThatNeedAToken")
    void anExpiredTokenStopsAllButHelloAndPing(ClientAction action, String name) {
        now = TOKEN_END.plusSeconds(61);

        assertThat(ask(action, Wizz.driver())).isEqualTo(refused(name, Rejection.of(RejectionCode.TOKEN_EXPIRED)));

        // the row, as the token may have been refreshed, and nothing else
        assertThat(stores.calls()).containsExactly("find");
        assertThat(delivery.calls()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("actionsThatNeedAToken")
    void aTokenIsGoodForTheSkewBeyondItsExpiry(ClientAction action) {
        now = TOKEN_END.plusSeconds(60);

        assertThat(ask(action, Wizz.driver())).isInstanceOf(ServerEvent.Reply.class);
    }

    @Test
    void helloAndPingAreAnsweredWhateverTheToken() {
        now = TOKEN_END.plusSeconds(3600);

        assertThat(ask(new ClientAction.Hello(ID), Wizz.driver())).isInstanceOf(ServerEvent.Reply.class);
        assertThat(ask(new ClientAction.Ping(ID), Wizz.driver())).isInstanceOf(ServerEvent.Reply.class);
    }

    @Test
    void aSuspendedTenantsConnectionsNeitherJoinNorSend() {
        registry.put(Wizz.suspended());
        Rejection forbidden = Rejection.of(RejectionCode.FORBIDDEN_TENANT);

        assertThat(ask(subscribe("news:today"), Wizz.driver())).isEqualTo(refused("subscribe", forbidden));
        assertThat(ask(new ClientAction.Rooms(ID), Wizz.driver())).isEqualTo(refused("rooms", forbidden));
        assertThat(ask(new ClientAction.Publish(ID, RoomName.parse("shift:early"), "late", DATA), Wizz.driver()))
                .isEqualTo(refused("publish", forbidden));
        assertThat(stores.calls()).isEmpty();
    }

    static Stream<Arguments> actionsThatNeedAToken() {
        return Stream.of(
                Arguments.of(new ClientAction.Status(ID), "status"),
                Arguments.of(new ClientAction.Rooms(ID), "rooms"),
                Arguments.of(subscribe("news:today"), "subscribe"),
                Arguments.of(unsubscribe("news:today"), "unsubscribe"),
                Arguments.of(new ClientAction.Send(ID, RoomName.parse("type:customer"), "late", DATA), "send"),
                Arguments.of(new ClientAction.Publish(ID, RoomName.parse("shift:early"), "late", DATA), "publish"));
    }

    private ServerEvent ask(ClientAction action, Identity identity) {
        return dispatcher.dispatch(
                action,
                new ActionContext(
                        CONNECTION,
                        new Principal(identity, Optional.empty(), Optional.empty(), TOKEN_END),
                        ENDPOINT,
                        "trunkline.v1",
                        START,
                        Deadline.in(Duration.ofSeconds(5), clock)));
    }

    private static ClientAction subscribe(String room) {
        return new ClientAction.Subscribe(ID, RoomName.parse(room), Optional.empty());
    }

    private static ClientAction unsubscribe(String room) {
        return new ClientAction.Unsubscribe(ID, RoomName.parse(room));
    }

    private static ServerEvent reply(String action, String data) {
        return new ServerEvent.Reply(ID, action, json(data));
    }

    private static ServerEvent refused(String action, Rejection rejection) {
        return new ServerEvent.Refused(ID, Optional.of(action), rejection);
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
