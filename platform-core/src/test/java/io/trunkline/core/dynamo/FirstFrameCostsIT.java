package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.core.auth.AuthOutcome;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SourceAddress;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.dispatch.Arrival;
import io.trunkline.core.dispatch.ConnectionLifecycle;
import io.trunkline.core.dispatch.FirstFrames;
import io.trunkline.core.dispatch.FirstFrames.Outcome;
import io.trunkline.core.dispatch.Waiter;
import io.trunkline.core.limit.LocalRateLimiter;
import io.trunkline.core.limit.UsageLimits;
import io.trunkline.core.message.ClientAction;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.CostMeter;
import io.trunkline.core.testing.InMemoryAppRegistry;
import io.trunkline.core.testing.LifecycleBuilder;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.TestClock;
import io.trunkline.core.testing.Welcoming;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.route.Identity;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What connections cost that say in their first frame who they are, held to docs/costs.md. */
class FirstFrameCostsIT {
    private static final AppKey APP = AppKey.parse("care/app");
    private static final ConnectionId ID = new ConnectionId("Lz1aBcDeFgH0001=");

    private static final ConnectionGateway NO_GATEWAY = new ConnectionGateway() {
        @Override
        public PostOutcome post(GatewayEndpoint endpoint, ConnectionId id, ByteBuffer frame, Duration timeout) {
            throw new AssertionError("nothing is posted");
        }

        @Override
        public boolean isLive(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            throw new AssertionError("nobody is asked for");
        }

        @Override
        public void close(GatewayEndpoint endpoint, ConnectionId id, Duration timeout) {
            throw new AssertionError("nothing is closed");
        }
    };

    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final CostMeter meter = new CostMeter();
    private final StatedCosts costs = new StatedCosts(meter);
    private final DynamoDbClient client = LocalDynamoDb.client(meter);
    private final TestClock clock = new TestClock(Samples.NOW);
    private final InMemoryAppRegistry registry = registry();
    private final DynamoSubscriptionStore subscriptions =
            new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(1), _ -> {}));
    private final DynamoConnectionStore connections = new DynamoConnectionStore(client, layout);
    private final ConnectionLifecycle lifecycle = LifecycleBuilder.of(
                    registry, connections, subscriptions, new DynamoConnectionCounter(client, layout), clock)
            .gateway(NO_GATEWAY)
            .presence(new RoomPresence(registry, new DynamoPresenceStore(client, layout)))
            .build();
    private final FirstFrames firstFrames = new FirstFrames(
            registry,
            _ -> new AuthOutcome.Accepted(
                    new Principal(
                            new Identity(APP, "7", EntityRef.parse("patient/7"), Set.of(), Set.of()),
                            Optional.empty(),
                            Optional.empty(),
                            Samples.NOW.plusSeconds(3600)),
                    "trunkline.v1",
                    Optional.empty()),
            lifecycle,
            new UsageLimits(new LocalRateLimiter(), new LocalRateLimiter(), clock),
            (_, _) -> true,
            Welcoming.nobody(),
            subscriptions,
            clock);

    private static InMemoryAppRegistry registry() {
        try {
            TenantReading reading =
                    TenantReader.read(JsonMapper.builder().build().readTree("""
                        {"tenant": "care", "types": {"patient": {}, "visitor": {}},
                         "apps": {"app": {"types": ["patient"], "authenticate": "first-frame",
                           "visitors": {"type": "visitor"}}},
                         "rooms": [{"room": "bell:{id}", "join": {"types": ["visitor"]}}]}\
                        """));
            assertThat(reading).isInstanceOf(TenantReading.Valid.class);
            return new InMemoryAppRegistry(((TenantReading.Valid) reading).tenant());
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void beingLetInWithoutAToken() {
        costs.hold(
                "be let in without a token",
                () -> assertThat(firstFrames.arrived(waiter(ID))).isEmpty(),
                0);
    }

    @Test
    void sayingInTheFirstFrameWhoItIs() {
        costs.hold(
                "authenticate in the first frame (5 automatic rooms)",
                () -> {
                    assertThat(connections.find(ID, Samples.NOW)).isEmpty();
                    assertThat(firstFrames.act(
                                    new ClientAction.Authenticate(Optional.empty(), "t.o.k", Map.of()), waiter(ID)))
                            .isInstanceOf(Outcome.Entered.class);
                },
                12,
                "GetItem",
                "BatchWriteItem",
                "PutItem");
        costs.hold(
                "learn who speaks, of a connection that was let in without a token",
                () -> assertThat(connections.find(ID, Samples.NOW)).isPresent(),
                1,
                "GetItem");
    }

    @Test
    void visitingARoom() {
        // a query that finds nothing costs nothing here, and half a unit on AWS
        visit(new ConnectionId("another-visitor"));
        costs.hold("begin a visit", () -> visit(ID), 3.5, "Query", "PutItem", "PutItem");
    }

    private void visit(ConnectionId id) {
        ClientAction subscribe =
                new ClientAction.Subscribe(Optional.empty(), RoomName.parse("bell:1"), Optional.empty());
        assertThat(firstFrames.act(subscribe, waiter(id)))
                .isInstanceOfSatisfying(Outcome.Answered.class, answered -> assertThat(answered.answer())
                        .isInstanceOf(ServerEvent.Reply.class));
    }

    private Waiter waiter(ConnectionId id) {
        return new Waiter(
                id,
                APP,
                new GatewayEndpoint("abc123", "dev"),
                "trunkline.v1",
                new Arrival(Optional.empty(), Optional.empty(), Optional.empty(), SourceAddress.of("192.0.2.7")),
                Samples.NOW,
                false,
                Deadline.in(Duration.ofSeconds(10), clock));
    }
}
