package io.trunkline.core.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.app.App;
import io.trunkline.core.app.FirstFrame;
import io.trunkline.core.app.SessionRules;
import io.trunkline.core.app.Tenant;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
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
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.InMemoryRevocationStore;
import io.trunkline.core.testing.InMemoryTokenLeases;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Welcoming;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FirstFramesTest {
    private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
    private static final ConnectionId A = new ConnectionId("a");
    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("abc123", "dev");
    private static final Optional<String> NO_ID = Optional.empty();

    private final TestClock clock = new TestClock(START);
    private final InMemoryAppRegistry registry = new InMemoryAppRegistry(tenant(FirstFrame.USUAL));
    private final ObservedStores stores = new ObservedStores();
    private final InMemoryRevocationStore revoked = new InMemoryRevocationStore();
    private final List<Handshake> handshakes = new ArrayList<>();
    private final List<ConnectionErrand> later = new ArrayList<>();
    private final List<Duration> delays = new ArrayList<>();
    private boolean queueWorks = true;
    private AuthOutcome outcome = accepted(Wizz.driver());
    private final FirstFrames firstFrames = new FirstFrames(
            registry,
            handshake -> {
                handshakes.add(handshake);
                return outcome;
            },
            LifecycleBuilder.of(registry, stores, clock)
                    .revocations(new Revocations(revoked, clock))
                    .build(),
            new UsageLimits(new LocalRateLimiter(), new SharedRateLimiter(new InMemoryTokenLeases()), clock),
            (task, delay) -> {
                later.add(task);
                delays.add(delay);
                return queueWorks;
            },
            Welcoming.nobody(),
            stores,
            clock);

    private static Tenant tenant(FirstFrame rule) {
        Tenant tenant = Wizz.tenant();
        App app = new App(
                Wizz.driver().app(),
                Set.of(Wizz.driver().entity().type()),
                "trunkline.v1",
                Set.of(),
                List.of(),
                SessionRules.NONE,
                Optional.of(rule));
        return new Tenant(
                tenant.id(),
                tenant.status(),
                tenant.catalog(),
                tenant.rooms(),
                tenant.automaticRoomShards(),
                Map.of(new AppId("drivers"), app),
                tenant.limits());
    }

    @BeforeEach
    void nothingIsStoredYet() {
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void whoArrivesIsClosedThirtySecondsLaterAndCostsNoWrite() {
        assertThat(firstFrames.arrived(waiter("192.0.2.7"))).isEmpty();

        assertThat(later)
                .containsExactly(new ConnectionErrand(
                        ConnectionErrand.Kind.END_UNLESS_AUTHENTICATED,
                        Wizz.ID,
                        A,
                        ENDPOINT,
                        "trunkline.v1",
                        0,
                        START));
        assertThat(delays).containsExactly(Duration.ofSeconds(30));
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void whereNothingWouldCloseItNobodyIsLetIn() {
        queueWorks = false;

        assertThat(firstFrames.arrived(waiter("192.0.2.7"))).contains(Rejection.of(RejectionCode.INTERNAL));
    }

    @Test
    void anAddressThatOpensManyIsLimitedAndOthersAreNot() {
        registry.put(tenant(new FirstFrame(OptionalInt.of(20), Optional.empty())));

        long letIn = 0;
        for (int i = 0; i < 50; i++) {
            letIn += firstFrames.arrived(waiter("192.0.2.7")).isEmpty() ? 1 : 0;
        }

        assertThat(letIn).isEqualTo(20);
        assertThat(later).hasSize(20);
        assertThat(firstFrames.arrived(waiter("192.0.2.7")).map(Rejection::code))
                .contains(RejectionCode.RATE_LIMITED);
        assertThat(firstFrames.arrived(waiter("192.0.2.8"))).isEmpty();
    }

    @Test
    void whatIsNoFirstFrameAppAnyMoreOrSuspendedLetsNobodyInToWait() {
        registry.put(Wizz.tenant());
        assertThat(firstFrames.arrived(waiter("192.0.2.7"))).contains(Rejection.of(RejectionCode.UNAUTHORIZED));

        registry.put(Wizz.suspended());
        assertThat(firstFrames.arrived(waiter("192.0.2.7"))).contains(Rejection.of(RejectionCode.FORBIDDEN_TENANT));
        assertThat(later).isEmpty();
    }

    static Stream<ClientAction> others() {
        RoomName room = RoomName.parse("news:today");
        return Stream.of(
                new ClientAction.Hello(NO_ID),
                new ClientAction.Status(NO_ID),
                new ClientAction.Rooms(NO_ID),
                new ClientAction.Subscribe(NO_ID, room, Optional.empty()),
                new ClientAction.Unsubscribe(NO_ID, room),
                new ClientAction.Presence(NO_ID, room, Optional.empty()),
                new ClientAction.History(NO_ID, room, Optional.empty(), 10),
                new ClientAction.Refresh(NO_ID, "t.o.k"),
                new ClientAction.Publish(NO_ID, room, "x", JsonNodeFactory.instance.objectNode()),
                new ClientAction.Send(NO_ID, new RoomName.All(), "x", JsonNodeFactory.instance.objectNode()));
    }

    @ParameterizedTest
    @MethodSource("others")
    void whoHasNotSaidWhoTheyAreMayDoNothingElse(ClientAction action) {
        assertThat(firstFrames.act(action, waiter("192.0.2.7")))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.answer())
                        .isInstanceOfSatisfying(ServerEvent.Refused.class, refused -> assertThat(refused.rejection())
                                .isEqualTo(Rejection.of(RejectionCode.NOT_AUTHENTICATED))));
        assertThat(stores.calls()).isEmpty();
        assertThat(handshakes).isEmpty();
    }

    @Test
    void aPingIsAnsweredAndCostsNothing() {
        assertThat(firstFrames.act(new ClientAction.Ping(NO_ID), waiter("192.0.2.7")))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.answer())
                        .isInstanceOf(ServerEvent.Reply.class));
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void aGoodTokenMakesItSomebodyInTheirRoomsAsAHandshakeWould() {
        Outcome entered = authenticate();

        assertThat(entered).isInstanceOfSatisfying(Outcome.Entered.class, in -> {
            assertThat(in.context().principal().identity()).isEqualTo(Wizz.driver());
            assertThat(in.answer()).isInstanceOfSatisfying(ServerEvent.Reply.class, reply -> assertThat(
                            reply.data().path("entity").asText())
                    .isEqualTo("driver/d-7"));
        });
        assertThat(stores.calls()).containsExactly("join", "save");
        assertThat(stores.connections.find(A, START)).map(Connection::platform).contains(Optional.of("android"));
        assertThat(handshakes).singleElement().satisfies(handshake -> assertThat(handshake.query())
                .isEqualTo(Map.of("app", "wizz/drivers", "token", "t.o.k", "businessId", "b-1")));
    }

    @Test
    void aSelectionNamesNoOtherAppAndNoTicket() {
        firstFrames.act(
                new ClientAction.Authenticate(
                        NO_ID, "t.o.k", Map.of("app", "wizz/customers", "token", "another", "ticket", "x")),
                waiter("192.0.2.7"));

        assertThat(handshakes).singleElement().satisfies(handshake -> assertThat(handshake.query())
                .isEqualTo(Map.of("app", "wizz/drivers", "token", "t.o.k")));
    }

    @Test
    void aTokenThatDoesNotHoldIsToldWithoutAReasonAndTheConnectionEnds() {
        outcome = new AuthOutcome.Denied(Rejection.of(RejectionCode.UNAUTHORIZED), "the signature does not hold");

        assertThat(authenticate()).isInstanceOfSatisfying(Outcome.TurnedAway.class, away -> assertThat(
                        away.answer().rejection())
                .isEqualTo(Rejection.of(RejectionCode.UNAUTHORIZED)));
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void anEmptyTokenIsNoToken() {
        outcome = new AuthOutcome.Waiting(Wizz.driver().app(), "trunkline.v1", Optional.empty());

        assertThat(authenticate()).isInstanceOf(Outcome.TurnedAway.class);
        assertThat(stores.calls()).isEmpty();
    }

    @Test
    void aTenantSuspendedMeanwhileLetsNobodyIn() {
        registry.put(Wizz.suspended());

        assertThat(authenticate()).isInstanceOfSatisfying(Outcome.TurnedAway.class, away -> assertThat(
                        away.answer().rejection())
                .isEqualTo(Rejection.of(RejectionCode.FORBIDDEN_TENANT)));
        assertThat(stores.connections.find(A, START)).isEmpty();
    }

    @Test
    void whoWasLoggedOutMeanwhileLeavesNothingBehind() {
        revoked.add(
                List.of(new Revocation(
                        Wizz.ID,
                        new RevokedSubject.Members(new RoomName.User("u-7")),
                        Optional.empty(),
                        START.plusSeconds(60))),
                START);

        assertThat(authenticate()).isInstanceOf(Outcome.TurnedAway.class);
        assertThat(stores.connections.find(A, START)).isEmpty();
        assertThat(stores.subscriptions.roomsOf(A)).isEmpty();
    }

    @Test
    void aDisconnectThatCameFirstLeavesNothingBehind() {
        stores.remove(A, START);

        assertThat(authenticate()).isEqualTo(new Outcome.Overtaken());
        assertThat(stores.connections.find(A, START)).isEmpty();
        assertThat(stores.subscriptions.roomsOf(A)).isEmpty();
    }

    @Test
    void ofTwoPeopleThatOneConnectionSaysItIsAtOnceTheFirstStaysAndKeepsTheirRooms() {
        authenticate();
        List<String> before = rooms();
        outcome = accepted(Wizz.customer());

        assertThat(authenticate()).isInstanceOfSatisfying(Outcome.TurnedAway.class, away -> assertThat(
                        away.answer().rejection().code())
                .isEqualTo(RejectionCode.REFRESH_REFUSED));
        assertThat(rooms())
                .isEqualTo(before)
                .contains("all", "entity:driver/d-7")
                .doesNotContain("type:customer");
        assertThat(stores.connections.find(A, START).orElseThrow().principal().identity())
                .isEqualTo(Wizz.driver());
    }

    private List<String> rooms() {
        return stores.subscriptions.roomsOf(A).stream()
                .map(shard -> shard.room().name().toString())
                .sorted()
                .toList();
    }

    private Outcome authenticate() {
        return firstFrames.act(
                new ClientAction.Authenticate(Optional.of("1"), "t.o.k", Map.of("businessId", "b-1")),
                waiter("192.0.2.7"));
    }

    private Waiter waiter(String address) {
        return new Waiter(
                A,
                Wizz.driver().app(),
                ENDPOINT,
                "trunkline.v1",
                new Arrival(Optional.of("android"), Optional.empty(), Optional.empty(), SourceAddress.of(address)),
                START,
                false,
                Deadline.in(Duration.ofSeconds(10), clock));
    }

    private static AuthOutcome accepted(Identity identity) {
        return new AuthOutcome.Accepted(
                new Principal(identity, Optional.empty(), Optional.of(START), START.plusSeconds(3600)),
                "trunkline.v1",
                Optional.empty());
    }
}
