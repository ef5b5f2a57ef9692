package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.ID;
import static io.trunkline.core.dynamo.Samples.NOW;
import static io.trunkline.core.dynamo.Samples.connection;
import static io.trunkline.core.dynamo.Samples.room;
import static io.trunkline.core.dynamo.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.Standing;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.auth.Authenticator;
import io.trunkline.core.auth.Handshake;
import io.trunkline.core.auth.JwtAuthenticator;
import io.trunkline.core.auth.Tickets;
import io.trunkline.core.auth.UnrevokedAuthenticator;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.FanOut;
import io.trunkline.core.delivery.FanOutOptions;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.dispatch.ActionContext;
import io.trunkline.core.dispatch.ActionDispatcher;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.OpenOutcome;
import io.trunkline.core.dispatch.RestoredRooms;
import io.trunkline.core.dispatch.TokenLife;
import io.trunkline.core.hook.EventHook;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.logout.ForcedLogout;
import io.trunkline.core.logout.LogoutOrder;
import io.trunkline.core.logout.LogoutOutcome;
import io.trunkline.core.logout.LogoutTarget;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.EventIds;
import io.trunkline.core.publish.OnlyOnce;
import io.trunkline.core.publish.PresenceAnnouncer;
import io.trunkline.core.publish.Publisher;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.CostMeter;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * What a client's doings cost from end to end, over the real adapters, held to the rows of docs/costs.md. Longer than
 * most, as each flow is a row of one table and all stand on the same set of parts.
 */
class FlowCostsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final byte[] SECRET = new byte[32];
    private static final Optional<String> ASKED = Optional.of("1");

    /** Holds everyone but whom it has lost. */
    private static final class CountingGateway implements ConnectionGateway {
        final AtomicInteger posts = new AtomicInteger();
        volatile boolean lost;

        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId id, ByteBuffer frame, Duration timeout) {
            posts.incrementAndGet();
            return lost ? new PostOutcome.Gone() : new PostOutcome.Delivered();
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            return !lost;
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            // it is closed at once
        }
    }

    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final CostMeter meter = new CostMeter();
    private final StatedCosts costs = new StatedCosts(meter);
    private final DynamoDbClient client = LocalDynamoDb.client(meter);
    private final TestClock clock = new TestClock(NOW);
    private final CountingGateway gateway = new CountingGateway();
    private final DynamoAppRegistry registry = new DynamoAppRegistry(client, layout, clock);
    private final DynamoConnectionStore connections = new DynamoConnectionStore(client, layout);
    private final DynamoSubscriptionStore subscriptions =
            new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(1), _ -> {}));
    private final DynamoConnectionCounter counter = new DynamoConnectionCounter(client, layout);
    private final DynamoGrantStore grants = new DynamoGrantStore(client, layout);
    private final RoomPolicy policy = new RoomPolicy(grants);
    private final DynamoRevocationStore revoked =
            new DynamoRevocationStore(client, layout, new BatchWriter(client, new Random(1), _ -> {}), new Random(1));
    private final Revocations revocations = new Revocations(revoked, clock);
    private final DynamoPresenceStore presences = new DynamoPresenceStore(client, layout);
    private final RoomPresence presence = new RoomPresence(registry, presences);
    private final FanOut fanOut = new FanOut(
            subscriptions,
            gateway,
            new DialectRegistry(List.of(new V1Dialect())),
            new ConnectionCleanup(registry, connections, subscriptions, new TenantConnectionLimit(counter), presence),
            _ -> {},
            new Random(1),
            FanOutOptions.DEFAULTS);
    private final PresenceAnnouncer announcer = new PresenceAnnouncer(fanOut);
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(
                    registry, connections, subscriptions, counter, clock)
            .gateway(gateway)
            .revocations(revocations)
            .presence(presence)
            .announcer(announcer)
            .restored(new RestoredRooms(
                    connections, subscriptions, new DynamoKeptRooms(client, layout), policy, _ -> {}, clock))
            .build();
    private final DynamoHistoryStore histories = new DynamoHistoryStore(client, layout, new Random(1), _ -> {});
    private final Tickets tickets = new Tickets(new DynamoTicketStore(client, layout), new SecureRandom(), clock);
    private final Authenticator authenticator = new JwtAuthenticator(
            registry,
            new DynamoMembershipStore(client, layout),
            _ -> Optional.of(SECRET),
            tickets,
            Set.of(V1Dialect.ID),
            clock);
    private final EventIds ids = new EventIds(clock, new Random(1));
    private final UsageLimits limits = new UsageLimits(
            new LocalRateLimiter(), new SharedRateLimiter(new DynamoTokenLeases(client, layout)), clock);
    private final ActionDispatcher dispatcher = new ActionDispatcher(
            registry,
            subscriptions,
            limits,
            policy,
            new Publisher(
                    registry,
                    limits,
                    policy,
                    histories,
                    fanOut,
                    new OnlyOnce(new DynamoClaimStore(client, layout), ids, _ -> {}, clock),
                    ids,
                    EventHook.NONE,
                    clock),
            histories,
            new TokenLife(
                    registry, new UnrevokedAuthenticator(authenticator, revocations), connections, revocations, clock),
            presence,
            announcer,
            clock);

    @BeforeEach
    void registerWithoutLimits() {
        register("{}");
        knowTheRevocations();
    }

    /** Reads the list, as whatever the environment did within two seconds before has. */
    private void knowTheRevocations() {
        assertThat(revocations.of(connection().principal(), Optional.empty())).isEmpty();
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void connecting() {
        knowTheTenant();
        costs.hold("connect", () -> open(ID), 15, "BatchWriteItem", "PutItem");
    }

    @Test
    void connectingUnderALimitOfTheUser() {
        register("{\"maxConnectionsPerUser\": 3}");
        knowTheTenant();
        open(new ConnectionId("another-of-theirs"));
        costs.hold(
                "connect, the user's connections limited", () -> open(ID), 15.5, "Query", "BatchWriteItem", "PutItem");
    }

    @Test
    void connectingUnderALimitOfTheTenant() {
        register("{\"maxConnections\": 3}");
        knowTheTenant();
        costs.hold(
                "connect, the tenant's connections limited",
                () -> open(ID),
                16,
                "UpdateItem",
                "BatchWriteItem",
                "PutItem");
    }

    @Test
    void comingBackToTheRoomsOfADevice() {
        register("{}", ", \"restoreRooms\": \"60s\"");
        knowTheTenant();
        costs.hold(
                "connect for the first time, rooms restored",
                () -> open(ID),
                16,
                "Query",
                "GetItem",
                "BatchWriteItem",
                "PutItem");
        await().until(() -> subscriptions.roomsOf(ID).size() == 7);
        ask(new ClientAction.Subscribe(ASKED, RoomName.parse("news:n-1"), Optional.empty()));
        await().until(() -> subscriptions.roomsOf(ID).size() == 8);
        costs.hold(
                "disconnect, a room kept",
                () -> lifecycle.closed(ID, NOW),
                18.5,
                "DeleteItem",
                "Query",
                "PutItem",
                "BatchWriteItem");
        costs.hold(
                "connect again, a room restored",
                () -> open(new ConnectionId("Lz1aBcDeFgHback=")),
                19,
                "Query",
                "GetItem",
                "BatchWriteItem",
                "PutItem",
                "DeleteItem");
    }

    @Test
    void authorizingByDoor() {
        Handshake byDoor = handshake("orders.example.com", Map.of());
        costs.hold("authorize, by door", () -> authorize(byDoor), 1, "GetItem", "GetItem");
        costs.hold("authorize again within 30 s", () -> authorize(byDoor), 0);
    }

    @Test
    void authorizingByTheAppsName() {
        Handshake byName = handshake("shared.example.com", Map.of("app", "wizz/order-receiver"));
        costs.hold("authorize, by `app=`", () -> authorize(byName), 1.5, "GetItem", "GetItem", "GetItem");
        clock.advance(Duration.ofSeconds(10));
        costs.hold(
                "authorize again on a shared host and API, after 5 s",
                () -> authorize(byName),
                1,
                "GetItem",
                "GetItem");
    }

    @Test
    void authorizingByTheTokensAudience() {
        costs.hold(
                "authorize, by the token's audience",
                () -> authorize(handshake("shared.example.com", Map.of())),
                2,
                "GetItem",
                "GetItem",
                "GetItem",
                "GetItem");
    }

    @Test
    void whatNeedsNoStore() {
        costs.hold(
                "hello, ping or status",
                () -> {
                    ask(new ClientAction.Hello(ASKED));
                    ask(new ClientAction.Ping(ASKED));
                    ask(new ClientAction.Status(ASKED));
                },
                0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"news:today", "kitchen:b-1", "till:1"})
    void subscribingByARuleThatNeedsNoGrant(String room) {
        knowTheTenant();
        costs.hold(
                "subscribe (open, by claim or by type)",
                () -> ask(new ClientAction.Subscribe(ASKED, RoomName.parse(room), Optional.empty())),
                2,
                "PutItem");
    }

    @Test
    void subscribingByGrant() {
        grants.grant(room("order:o-9").room(), EntityRef.parse("merchant/m-42"));
        knowTheTenant();
        costs.hold(
                "subscribe by grant",
                () -> ask(new ClientAction.Subscribe(ASKED, RoomName.parse("order:o-9"), Optional.empty())),
                4,
                "GetItem",
                "PutItem",
                "GetItem");
    }

    @Test
    void subscribingByAGrantToABranch() {
        grants.grant(room("file:f-1").room(), Standing.parse("branch:b-1"));
        grants.grant(room("file:f-1").room(), EntityRef.parse("merchant/m-42"));
        knowTheTenant();
        costs.hold(
                "subscribe by grant, with one value of its scopes",
                () -> ask(new ClientAction.Subscribe(ASKED, RoomName.parse("file:f-1"), Optional.empty())),
                6,
                "BatchGetItem",
                "PutItem",
                "BatchGetItem");
    }

    @Test
    void leavingAndListingRooms() {
        knowTheTenant();
        openAndSettle();
        costs.hold("rooms", () -> ask(new ClientAction.Rooms(ASKED)), 0.5, "Query");
        ask(new ClientAction.Subscribe(ASKED, RoomName.parse("news:today"), Optional.empty()));
        costs.hold(
                "unsubscribe",
                () -> ask(new ClientAction.Unsubscribe(ASKED, RoomName.parse("news:today"))),
                2,
                "DeleteItem");
    }

    @Test
    void sendingToAnEntityOfTenConnections() {
        knowTheTenant();
        openTen();
        costs.hold("send to an entity of 10 connections", this::sendToTheMerchant, 0.5, "Query");
        assertThat(gateway.posts).hasValue(10);
    }

    @Test
    void sendingUnderAnIdempotencyKey() {
        knowTheTenant();
        openTen();
        ClientAction send = new ClientAction.Send(
                ASKED,
                RoomName.parse("entity:merchant/m-42"),
                "order.created",
                NullNode.getInstance(),
                Optional.of("order-9-created"));
        costs.hold(
                "send to an entity of 10 connections under an idempotency key",
                () -> ask(send),
                2.5,
                "PutItem",
                "Query",
                "UpdateItem");
        costs.hold("the same again within five minutes", () -> ask(send), 1, "PutItem");
        assertThat(gateway.posts).hasValue(10);
    }

    @Test
    void sendingUnderALimitOfTheTenant() {
        register("{\"publishesPerSecond\": 1}");
        knowTheTenant();
        openTen();
        costs.hold(
                "send to an entity of 10 connections, the tenant's events limited",
                this::sendToTheMerchant,
                1.5,
                "UpdateItem",
                "Query");
    }

    @Test
    void publishingToARoomOfFourShards() {
        knowTheTenant();
        // DynamoDB Local, unlike DynamoDB, takes nothing for a query that finds nothing
        for (int shard = 0; shard < 4; shard++) {
            subscriptions.join(
                    List.of(subscription(new RoomShard(room("city:c-1").room(), shard), ID)));
        }
        costs.hold(
                "publish to a room of 4 shards",
                () -> ask(new ClientAction.Publish(
                        ASKED, RoomName.parse("city:c-1"), "news.posted", NullNode.getInstance())),
                2,
                "Query",
                "Query",
                "Query",
                "Query");
    }

    @Test
    void publishingToARoomByGrant() {
        grants.grant(room("order:o-9").room(), EntityRef.parse("merchant/m-42"));
        knowTheTenant();
        subscriptions.join(List.of(subscription(room("order:o-9"), ID)));
        costs.hold(
                "publish to a room by grant",
                () -> ask(new ClientAction.Publish(
                        ASKED, RoomName.parse("order:o-9"), "order.ready", NullNode.getInstance())),
                1.5,
                "GetItem",
                "Query");
    }

    @Test
    void usingADurableRoom() {
        RoomName room = RoomName.parse("chat:c-1");
        knowTheTenant();
        costs.hold(
                "subscribe to a durable room, its first time",
                () -> ask(new ClientAction.Subscribe(ASKED, room, Optional.empty())),
                4,
                "PutItem",
                "GetItem",
                "PutItem");
        costs.hold(
                "publish an event of up to 1 KB to a durable room",
                () -> ask(new ClientAction.Publish(ASKED, room, "said", NullNode.getInstance())),
                6,
                "GetItem",
                "TransactWriteItems",
                "Query");
        Position last = histories.position(
                new RoomKey(Wizz.ID, room), new Retention(500, Duration.ofHours(24)), clock.instant());
        ask(new ClientAction.Unsubscribe(ASKED, room));
        costs.hold(
                "subscribe to a durable room, nothing missed",
                () -> ask(new ClientAction.Subscribe(ASKED, room, Optional.of(last))),
                3,
                "PutItem",
                "GetItem");
        ask(new ClientAction.Unsubscribe(ASKED, room));
        costs.hold(
                "subscribe to a durable room, a few events missed",
                () -> ask(new ClientAction.Subscribe(ASKED, room, Optional.of(new Position(last.epoch(), 0)))),
                4,
                "PutItem",
                "GetItem",
                "Query");
    }

    @Test
    void sendingToOneThatIsGone() {
        knowTheTenant();
        openAndSettle();
        clock.advance(Duration.ofMinutes(1));
        knowTheTenant();
        gateway.lost = true;
        knowTheRevocations();
        costs.hold(
                "send to an entity whose one connection is gone (410)",
                this::sendToTheMerchant,
                16,
                "Query",
                "DeleteItem",
                "Query",
                "BatchWriteItem");
    }

    @Test
    void disconnecting() {
        knowTheTenant();
        openAndSettle();
        costs.hold("disconnect", () -> lifecycle.closed(ID, NOW), 15.5, "DeleteItem", "Query", "BatchWriteItem");
    }

    @Test
    void disconnectingUnderALimitOfTheTenant() {
        register("{\"maxConnections\": 3}");
        knowTheTenant();
        openAndSettle();
        costs.hold(
                "disconnect, the tenant's connections limited",
                () -> lifecycle.closed(ID, NOW),
                16.5,
                "DeleteItem",
                "Query",
                "BatchWriteItem",
                "UpdateItem");
    }

    @Test
    void loggingAUserOut() {
        open(ID);
        open(new ConnectionId("Lz1aBcDeFgH0002="));
        ForcedLogout logout = new ForcedLogout(
                registry,
                connections,
                subscriptions,
                revoked,
                new Farewell(gateway, new DialectRegistry(List.of(new V1Dialect())), clock::advance, new Random(1)),
                new ConnectionCleanup(
                        registry, connections, subscriptions, new TenantConnectionLimit(counter), presence),
                clock::advance,
                clock,
                8);

        costs.hold(
                "log out a user of two connections",
                () -> assertThat(logout.logOut(
                                Wizz.ID,
                                new LogoutTarget.Room(new RoomName.User("u-42")),
                                new LogoutOrder("bye", LogoutOrder.Tokens.ISSUED_SO_FAR, Optional.empty()),
                                deadline()))
                        .isInstanceOfSatisfying(
                                LogoutOutcome.Done.class,
                                done -> assertThat(done.receipt().closed()).isEqualTo(2)),
                3,
                "PutItem",
                "Query",
                "Query");
    }

    @Test
    void disconnectingBeforeTheConnectWasStored() {
        costs.hold(
                "disconnect before its connect, or a second time",
                () -> lifecycle.closed(ID, NOW),
                2,
                "DeleteItem",
                "UpdateItem");
    }

    /** A merchant's manager in one branch has seven automatic rooms. */
    private void register(String limits) {
        register(limits, "");
    }

    /** @param app further keys of the app, each with a comma before */
    private void register(String limits, String app) {
        JsonNode definition = json("""
            {"tenant": "wizz", "limits": %s, "scopes": ["branch"],
             "types": {"merchant": {"roles": ["manager"]}},
             "apps": {"order-receiver": {"types": ["merchant"], "issuers": [
                 {"issuer": "https://id.example.com", "audience": ["orders"], "algorithm": "HS256",
                  "secret": "env:WIZZ", "claims": {"entity": {"type": "merchant", "id": "merchant_id"}}}]%s}},
             "routes": [{"from": "merchant", "to": "merchant", "events": ["*"]}],
             "rooms": [{"room": "news:{id}", "join": "open"},
                       {"room": "chat:{id}", "join": "open", "publish": ["merchant"],
                        "durable": {"keep": 500, "for": "24h"}},
                       {"room": "kitchen:{branchId}", "join": {"claim": "branch"}},
                       {"room": "till:{id}", "join": {"types": ["merchant"]}},
                       {"room": "order:{id}", "join": "grant", "publish": ["merchant"]},
                       {"room": "file:{id}", "join": {"grant": ["branch"]}},
                       {"room": "city:{id}", "join": "open", "publish": ["merchant"], "shards": 4}],
             "doors": [{"door": "orders.example.com", "app": "order-receiver"}]}
            """.formatted(limits, app));
        TenantReading reading = TenantReader.read(definition);
        assertThat(reading).isInstanceOf(TenantReading.Valid.class);
        new RegistryWriter(client, layout, clock).replace(definition, (TenantReading.Valid) reading);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    /** Reads the tenant, as the authorizer or an event before has in every environment but a fresh one. */
    private void knowTheTenant() {
        assertThat(registry.tenant(Wizz.ID)).isPresent();
    }

    private void open(ConnectionId id) {
        Connection connection = connection();
        assertThat(lifecycle.opened(
                        id,
                        connection.principal(),
                        connection.endpoint(),
                        connection.dialect(),
                        connection.platform(),
                        NOW,
                        deadline()))
                .isEqualTo(new OpenOutcome.Opened());
    }

    /** Opens a connection and waits for the index, which trails: a query that finds nothing costs nothing here. */
    private void openAndSettle() {
        open(ID);
        await().until(() -> subscriptions.roomsOf(ID).size() == 7);
    }

    private void openTen() {
        for (int i = 0; i < 10; i++) {
            open(new ConnectionId("Lz1aBcDeFgH%04d=".formatted(i)));
        }
    }

    private void sendToTheMerchant() {
        ask(new ClientAction.Send(
                ASKED, RoomName.parse("entity:merchant/m-42"), "order.created", NullNode.getInstance()));
    }

    private void ask(ClientAction action) {
        Connection connection = connection();
        ActionContext context = new ActionContext(
                ID, connection.principal(), connection.endpoint(), connection.dialect(), NOW, deadline());
        assertThat(dispatcher.dispatch(action, context)).isInstanceOf(ServerEvent.Reply.class);
    }

    private Deadline deadline() {
        return Deadline.in(Duration.ofSeconds(20), clock);
    }

    private void authorize(Handshake handshake) {
        assertThat(authenticator.authenticate(handshake)).isInstanceOf(AuthOutcome.Accepted.class);
    }

    private static Handshake handshake(String host, Map<String, String> query) {
        return new Handshake(host, "abc123", Map.of("authorization", "Bearer " + token()), query, List.of());
    }

    private static String token() {
        JWTClaimsSet claims = new JWTClaimsSet.Builder()
                .issuer("https://id.example.com")
                .audience("orders")
                .subject("u-42")
                .claim("merchant_id", "m-42")
                .expirationTime(Date.from(NOW.plus(Duration.ofHours(1))))
                .build();
        SignedJWT token = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims);
        try {
            token.sign(new MACSigner(SECRET));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return token.serialize();
    }
}
