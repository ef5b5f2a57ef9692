package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.ID;
import static io.trunkline.core.dynamo.Samples.NOW;
import static io.trunkline.core.dynamo.Samples.connection;
import static io.trunkline.core.dynamo.Samples.members;
import static io.trunkline.core.dynamo.Samples.orders;
import static io.trunkline.core.dynamo.Samples.room;
import static io.trunkline.core.dynamo.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.IssuedApiKey;
import io.trunkline.core.app.Retention;
import io.trunkline.core.app.Standing;
import io.trunkline.core.auth.Ticket;
import io.trunkline.core.auth.TicketKey;
import io.trunkline.core.auth.Tickets;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.limit.RateDecision;
import io.trunkline.core.limit.RateKey;
import io.trunkline.core.limit.RateLimit;
import io.trunkline.core.limit.SharedRateLimiter;
import io.trunkline.core.limit.TokenLeases;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.presence.Settlement;
import io.trunkline.core.revocation.Revocation;
import io.trunkline.core.revocation.Revocations;
import io.trunkline.core.revocation.RevokedSubject;
import io.trunkline.core.schema.PresenceKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.DeviceKey;
import io.trunkline.core.testing.CostMeter;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What each storage operation costs, held to its row of docs/costs.md. */
class CostsIT {
    private static final RoomKey DESK = new RoomKey(Wizz.ID, RoomName.parse("desk:front"));
    private static final Duration GRACE = Duration.ofSeconds(15);
    private static final EntityRef MERCHANT = EntityRef.parse("merchant/m-42");

    /** The automatic rooms of a merchant's manager in one branch. */
    private static final List<RoomShard> AUTOMATIC = Stream.of(
                    "user:u-42",
                    "entity:merchant/m-42",
                    "type:merchant",
                    "role:manager",
                    "branch:b-1",
                    "app:order-receiver",
                    "all")
            .map(Samples::room)
            .toList();

    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final CostMeter meter = new CostMeter();
    private final StatedCosts costs = new StatedCosts(meter);
    private final DynamoDbClient client = LocalDynamoDb.client(meter);
    private final DynamoConnectionStore connections = new DynamoConnectionStore(client, layout);
    private final DynamoSubscriptionStore subscriptions =
            new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(1), _ -> {}));

    private final DynamoPresenceStore presences = new DynamoPresenceStore(client, layout);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void savingAConnection() {
        costs.hold("save a connection", () -> connections.save(connection()), 1, "PutItem");
    }

    @Test
    void findingAConnection() {
        connections.save(connection());

        costs.hold("find a connection", () -> connections.find(ID, NOW), 1, "GetItem");
    }

    @Test
    void removingAConnection() {
        connections.save(connection());

        costs.hold("remove a connection", () -> connections.remove(ID, NOW), 1, "DeleteItem");
    }

    @Test
    void removingAConnectionThatIsNotThere() {
        costs.hold(
                "remove a connection that is not there (yet)",
                () -> connections.remove(ID, NOW),
                2,
                "DeleteItem",
                "UpdateItem");
    }

    @Test
    void joiningTheAutomaticRooms() {
        costs.hold("join 7 automatic rooms", () -> subscriptions.join(members(AUTOMATIC)), 14, "BatchWriteItem");
    }

    @Test
    void joiningOneRoom() {
        costs.hold("join a room", () -> subscriptions.join(members(List.of(room("order:o-9")))), 2, "PutItem");
    }

    @Test
    void leavingOneRoom() {
        subscriptions.join(members(AUTOMATIC));

        costs.hold("leave a room", () -> subscriptions.leave(ID, AUTOMATIC.subList(0, 1)), 2, "DeleteItem");
    }

    @Test
    void leavingTheAutomaticRooms() {
        subscriptions.join(members(AUTOMATIC));

        costs.hold("leave 7 rooms", () -> subscriptions.leave(ID, AUTOMATIC), 14, "BatchWriteItem");
    }

    @Test
    void leavingAsManyRoomsAsOneRequestTakes() {
        List<RoomShard> rooms = orders(25);
        subscriptions.join(members(rooms));

        costs.hold("leave 25 rooms", () -> subscriptions.leave(ID, rooms), 50, "BatchWriteItem");
    }

    @Test
    void findingTheRoomsOfAConnection() {
        subscriptions.join(members(AUTOMATIC));
        // the index trails, and DynamoDB Local takes nothing for a query that finds nothing
        await().until(() -> subscriptions.roomsOf(ID).size() == AUTOMATIC.size());

        costs.hold("find the rooms of a connection (7)", () -> subscriptions.roomsOf(ID), 0.5, "Query");
    }

    @Test
    void readingAPageOfSubscribers() {
        RoomShard room = room("type:merchant");
        for (int i = 0; i < 200; i++) {
            subscriptions.join(List.of(subscription(room, new ConnectionId("Lz1aBcDeFgH%04d=".formatted(i)))));
        }

        costs.hold("read a page of 10 subscribers", page(room, 10), 0.5, "Query");
        costs.hold("read a page of 100 subscribers", page(room, 100), 1.5, "Query");
        costs.hold("read a page of 200 subscribers", page(room, 200), 2.5, "Query");
    }

    private Runnable page(RoomShard room, int limit) {
        return () -> assertThat(
                        subscriptions.page(room, Optional.empty(), limit, NOW).items())
                .hasSize(limit);
    }

    @Test
    void countingAConnectionInAndOut() {
        DynamoConnectionCounter counter = new DynamoConnectionCounter(client, layout);

        costs.hold("count a connection in", () -> counter.opened(Wizz.ID, NOW), 1, "UpdateItem");
        costs.hold("count a connection out", () -> counter.closed(Wizz.ID, NOW, NOW), 1, "UpdateItem");
        costs.hold("count a connection of an address in", () -> counter.opened(Wizz.ID, "a", NOW), 1, "UpdateItem");
    }

    @Test
    void lookingUpAGrant() {
        DynamoGrantStore grants = new DynamoGrantStore(client, layout);
        RoomKey room = room("order:o-9").room();
        grants.grant(room, MERCHANT);

        costs.hold("look up a grant", () -> grants.isGranted(room, MERCHANT), 1, "GetItem");
        List<Standing> two = List.of(new Standing.Of(MERCHANT), Standing.parse("branch:b-1"));
        grants.grant(room, Standing.parse("branch:b-1"));
        costs.hold("look up a grant, one of two", () -> grants.isGranted(room, two), 2, "BatchGetItem");
    }

    @Test
    void writingAndListingGrants() {
        DynamoGrantStore grants = new DynamoGrantStore(client, layout);
        RoomKey room = room("order:o-9").room();
        costs.hold("grant", () -> grants.grant(room, MERCHANT), 1, "PutItem");
        costs.hold("take a grant back", () -> grants.revoke(room, MERCHANT), 1, "DeleteItem");

        for (int i = 0; i < 10; i++) {
            grants.grant(room, EntityRef.parse("driver/d-" + i));
        }
        costs.hold("list 10 of a room's grants", () -> grants.page(room, Optional.empty(), 10), 1, "Query");
    }

    @Test
    void makingAndUsingATicket() {
        Tickets tickets = new Tickets(new DynamoTicketStore(client, layout), new Random(1), InstantSource.fixed(NOW));
        DynamoTicketStore store = new DynamoTicketStore(client, layout);
        TicketKey key = new TicketKey(Wizz.ID, "x");
        Principal principal = new Principal(Wizz.merchant(), Optional.empty(), Optional.of(NOW), NOW.plusSeconds(3600));
        store.put(key, new Ticket(principal, NOW.plusSeconds(30)));

        costs.hold("make a ticket", () -> tickets.issue(principal), 1, "PutItem");
        costs.hold("use a ticket", () -> store.take(key, Optional.empty(), NOW), 1, "DeleteItem");
    }

    @Test
    void lookingUpAService() {
        DynamoAppRegistry registry = new DynamoAppRegistry(client, layout, InstantSource.fixed(NOW));

        costs.hold(
                "look up a service by issuer and audience",
                () -> registry.tenantOfService("https://id.example.com", "trunkline"),
                0.5,
                "GetItem");
    }

    @Test
    void lookingUpMemberships() {
        DynamoMembershipStore memberships = new DynamoMembershipStore(client, layout);
        memberships.add(Wizz.ID, "u-42", MERCHANT);

        costs.hold("look up a user's memberships", () -> memberships.entitiesOf(Wizz.ID, "u-42"), 1, "Query");
    }

    @Test
    void lookingUpARegistrationThatIsCached() {
        DynamoAppRegistry registry = new DynamoAppRegistry(client, layout, InstantSource.fixed(NOW));

        costs.hold("look up a tenant, door, issuer or audience", () -> registry.tenant(Wizz.ID), 0.5, "GetItem");
        costs.hold("look it up again within its time", () -> registry.tenant(Wizz.ID), 0);
    }

    @Test
    void keepingAndTellingHistory() {
        DynamoHistoryStore histories = new DynamoHistoryStore(client, layout, new Random(1), _ -> {});
        RoomKey room = room("order:o-9").room();
        Retention retention = new Retention(200, Duration.ofHours(24));

        costs.hold(
                "ask where an empty room's history stands (begins it)",
                () -> histories.position(room, retention, NOW),
                2,
                "GetItem",
                "PutItem");
        costs.hold("ask where a history stands", () -> histories.position(room, retention, NOW), 1, "GetItem");
        costs.hold(
                "append an event of up to 1 KB",
                () -> histories.append(room, event(200), retention, NOW),
                5,
                "GetItem",
                "TransactWriteItems");
        for (int i = 0; i < 100; i++) {
            histories.append(room, event(200), retention, NOW);
        }
        Position last = histories.position(room, retention, NOW);
        costs.hold("resume, nothing missed", resume(histories, room, last, 0), 1, "GetItem");
        costs.hold("resume, 10 events of 200 bytes missed", resume(histories, room, last, 10), 2, "GetItem", "Query");
        costs.hold("resume, 100 events of 200 bytes missed", resume(histories, room, last, 100), 9, "GetItem", "Query");
    }

    private static Runnable resume(DynamoHistoryStore histories, RoomKey room, Position last, int missed) {
        Position since = new Position(last.epoch(), last.offset() - missed);
        Retention retention = new Retention(200, Duration.ofHours(24));
        return () -> assertThat(histories.read(room, Optional.of(since), 100, retention, NOW))
                .isInstanceOfSatisfying(ResumeResult.Recovered.class, recovered -> assertThat(recovered.events())
                        .hasSize(missed));
    }

    @Test
    void keepingTheRoomsOfADevice() {
        DynamoKeptRooms kept = new DynamoKeptRooms(client, layout);
        DeviceKey device = new DeviceKey(AppKey.parse("wizz/drivers"), "u-7", "aNdL0cAtEdByAHash22cha");
        Set<RoomName.Topic> rooms = Set.of(new RoomName.Topic("order", "o-9"), new RoomName.Topic("city", "bern"));
        costs.hold("keep a device's rooms", () -> kept.keep(device, rooms, NOW.plusSeconds(60)), 1, "PutItem");
        costs.hold("read a device's rooms", () -> kept.of(device, NOW), 1, "GetItem");
        costs.hold("forget a device's rooms", () -> kept.forget(device), 1, "DeleteItem");
    }

    @Test
    void comingAndGoingWherePresenceIsKept() {
        costs.hold("a first device comes where presence is kept", () -> present(ID), 2, "UpdateItem", "PutItem");
        costs.hold(
                "another of its entity's devices comes", () -> present(new ConnectionId("tablet=")), 1, "UpdateItem");
        costs.hold("a device goes and another stays", () -> absent(new ConnectionId("tablet=")), 1, "UpdateItem");
        costs.hold("the last device goes", () -> absent(ID), 2, "UpdateItem", "PutItem");
    }

    @Test
    void readingAPageOfPresence() {
        for (int i = 0; i < 10; i++) {
            presences.join(DESK, EntityRef.parse("driver/d-" + i), ID, NOW.plusSeconds(60), GRACE, NOW);
        }

        costs.hold(
                "read a page of 10 entities of presence",
                () -> assertThat(presences
                                .page(DESK, Optional.empty(), 100, GRACE, NOW)
                                .entities())
                        .hasSize(10),
                1,
                "Query");
    }

    @Test
    void lookingForWhoHasLeft() {
        present(ID);
        absent(ID);

        costs.hold(
                "find one who has left, and forget it",
                this::sweepPresence,
                4.5,
                "Query",
                "GetItem",
                "UpdateItem",
                "DeleteItem",
                "DeleteItem");
    }

    private void present(ConnectionId device) {
        presences.join(DESK, MERCHANT, device, NOW.plusSeconds(600), GRACE, NOW);
    }

    private void absent(ConnectionId device) {
        presences.leave(DESK, MERCHANT, device, GRACE, NOW);
    }

    private void sweepPresence() {
        Instant later = NOW.plus(GRACE).plusSeconds(1);
        presences
                .due(PresenceKeys.reminderPart(DESK), Optional.empty(), 100, later)
                .reminders()
                .forEach(reminder -> {
                    if (presences.settle(reminder, GRACE, later) instanceof Settlement.Left(var departure)) {
                        presences.announced(departure);
                    }
                });
    }

    @Test
    void findingManyConnections() {
        List<ConnectionId> ids = IntStream.range(0, 100)
                .mapToObj(i -> new ConnectionId("connection-" + i))
                .toList();
        ids.forEach(id -> {
            Connection own = connection();
            connections.save(new Connection(
                    id,
                    own.principal(),
                    own.endpoint(),
                    own.dialect(),
                    own.platform(),
                    own.connectedAt(),
                    own.expiresAt()));
        });

        costs.hold(
                "find 100 connections",
                () -> assertThat(connections.findAll(ids, NOW)).hasSize(100),
                100,
                "BatchGetItem");
    }

    @Test
    void knowingWhatSealsCursors() {
        TenantId tenant = new TenantId("wizz");
        DynamoCursorKeyStore one = new DynamoCursorKeyStore(client, layout, new Random(1));
        DynamoCursorKeyStore other = new DynamoCursorKeyStore(client, layout, new Random(2));
        costs.hold("seal a tenant's first cursor", () -> one.of(tenant), 2, "GetItem", "PutItem");
        costs.hold(
                "seal one in another environment",
                () -> assertThat(other.of(tenant)).isEqualTo(one.of(tenant)),
                1,
                "GetItem");
        costs.hold("seal one again", () -> one.of(tenant), 0);
    }

    private static ServerEvent.Published event(int bytes) {
        return new ServerEvent.Published(
                "01HTZ3Q5V8K2M4N6P8R0S2T4V6",
                "order:o-9",
                "order.moved",
                JsonNodeFactory.instance.textNode("x".repeat(bytes)),
                Optional.of("driver/d-7"),
                NOW);
    }

    @Test
    void publishingUnderAnIdempotencyKey() {
        DynamoClaimStore claims = new DynamoClaimStore(client, layout);
        IdempotencyKey key = IdempotencyKey.ofBackend(Wizz.ID, "order-9-created");
        ServerEvent.Published event = event(200);
        ClaimStore.Request request =
                new ClaimStore.Request(key, "f".repeat(64), "owner", event.id(), NOW, NOW.plusSeconds(30));
        Claim claim = new Claim(key, "owner", event.id(), NOW, Map.of());

        costs.hold("claim an idempotency key", () -> claims.claim(request, NOW), 1, "PutItem");
        costs.hold("keep the outcome of a claim", () -> claims.complete(claim, "done", NOW), 1, "UpdateItem");
        costs.hold("learn the outcome of a claim", () -> claims.claim(request, NOW), 1, "PutItem");
    }

    @Test
    void leasingAPartOfALimit() {
        TokenLeases leases = new DynamoTokenLeases(client, layout);
        RateKey key = new RateKey(Wizz.ID, "messages", ID.value());

        costs.hold("lease a part of a limit", () -> leases.lease(key, 7, 100, 1, 100, NOW), 1, "UpdateItem");
        costs.hold("learn that a limit is used up", () -> leases.lease(key, 7, 1, 1, 100, NOW), 1, "UpdateItem");
    }

    @Test
    void oneBusyEnvironmentLeasesSeldom() {
        RateKey key = new RateKey(Wizz.ID, "publishes", "");
        SharedRateLimiter limiter = new SharedRateLimiter(new DynamoTokenLeases(client, layout));

        CostMeter.Bill bill = meter.of(() -> admit(limiter, key, 100));
        assertThat(bill.units()).isLessThanOrEqualTo(15);
        bill = meter.of(() -> admit(limiter, key, 500));
        assertThat(bill.units()).isLessThanOrEqualTo(10);
    }

    private static void admit(SharedRateLimiter limiter, RateKey key, int times) {
        RateLimit limit = new RateLimit(1_000, Duration.ofSeconds(10), "100 a second");
        for (int i = 0; i < times; i++) {
            assertThat(limiter.acquire(key, limit, 1, NOW)).isEqualTo(new RateDecision.Admitted());
        }
    }

    @Test
    void verifyingAnApiKey() {
        InstantSource clock = InstantSource.fixed(NOW);
        ApiKeyStore store = new DynamoApiKeyStore(client, layout);
        IssuedApiKey issued = new ApiKeys(store, new Random(1), clock)
                .create(Wizz.ID, "orders", Set.of(ApiScope.PUBLISH), Optional.empty());
        ApiKeys keys = new ApiKeys(new CachedApiKeyStore(store, clock), new Random(1), clock);

        costs.hold("verify an API key", () -> keys.verify(issued.text()), 1, "GetItem");
        costs.hold("verify it again within its time", () -> keys.verify(issued.text()), 0);
    }

    @Test
    void meteringUse() {
        DynamoUsageStore hours = new DynamoUsageStore(client, layout);
        Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
        List<UsageEntry> hoursOfUse = IntStream.range(0, 6)
                .mapToObj(i -> new UsageEntry(
                        Wizz.ID, hour.plus(Duration.ofHours(i)), new Usage(1_000, 20_000, 300_000, 4, 5, 6, 7)))
                .toList();
        hours.add(UUID.randomUUID().toString(), hoursOfUse);

        assertThat(meter.of(() -> hours.add(UUID.randomUUID().toString(), hoursOfUse))
                        .requests())
                .as("one request, whatever was used")
                .containsExactly("TransactWriteItems");
        CostMeter.Bill read = meter.of(() -> hours.read(Wizz.ID, hour, hour.plus(Duration.ofHours(6))));
        assertThat(read.requests()).containsExactly("Query", "Query", "Query", "Query");
        assertThat(read.units())
                .as("each of the shards, whether it was used or not")
                .isBetween(0.5, 2.0);
    }

    @Test
    void refreshingAConnectionsToken() {
        connections.save(connection());

        costs.hold(
                "refresh a connection's token",
                () -> assertThat(connections.refresh(ID, connection().principal()))
                        .isTrue(),
                1,
                "UpdateItem");
    }

    @Test
    void keepingAListOfRevocations() {
        TestClock clock = new TestClock(NOW);
        DynamoRevocationStore store = new DynamoRevocationStore(
                client, layout, new BatchWriter(client, new Random(1), _ -> {}), new Random(1));
        costs.hold("add a revocation", () -> store.add(revocations(1), NOW.minusSeconds(600)), 1, "PutItem");
        store.add(revocations(1_000), NOW.minusSeconds(600));
        Revocations copy = new Revocations(store, clock);

        costs.hold("read a list of 1,000 revocations for the first time", ask(copy), 22, "Query");
        costs.hold("ask again within two seconds", ask(copy), 0);
        clock.advance(Revocations.FRESH);
        store.add(revocations(10), clock.instant());
        costs.hold("ask later, when 10 were added", ask(copy), 1, "Query");
    }

    private static Runnable ask(Revocations copy) {
        return () ->
                assertThat(copy.of(connection().principal(), Optional.of(ID))).isEmpty();
    }

    private static List<Revocation> revocations(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Revocation(
                        Wizz.ID,
                        new RevokedSubject.Members(new RoomName.User("auth0|user-%08d".formatted(i))),
                        Optional.of(NOW),
                        NOW.plus(Duration.ofDays(1))))
                .toList();
    }
}
