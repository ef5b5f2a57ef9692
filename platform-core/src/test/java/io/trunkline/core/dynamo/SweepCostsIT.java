package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.NOW;
import static io.trunkline.core.dynamo.Samples.room;
import static io.trunkline.core.dynamo.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sweep.PassState;
import io.trunkline.core.sweep.SubscriptionScan;
import io.trunkline.core.testing.CostMeter;
import io.trunkline.core.testing.LocalDynamoDb;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What the sweep's operations cost, held to their rows of docs/costs.md. */
class SweepCostsIT {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final CostMeter meter = new CostMeter();
    private final StatedCosts costs = new StatedCosts(meter);
    private final DynamoDbClient client = LocalDynamoDb.client(meter);
    private final DynamoConnectionStore connections = new DynamoConnectionStore(client, layout);
    private final DynamoSubscriptionStore subscriptions =
            new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(1), _ -> {}));
    private final DynamoConnectionScan scan = new DynamoConnectionScan(client, layout, _ -> {});
    private final DynamoSubscriptionScan places = new DynamoSubscriptionScan(client, layout);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void takingTheLeaseAndGivingItBack() {
        DynamoSweepState state = new DynamoSweepState(client, layout);
        Map<String, PassState> both = Map.of("connections", PassState.NEW, "subscriptions", PassState.NEW);

        costs.hold("begin a sweep", () -> state.take("a", NOW, NOW.plusSeconds(60)), 1, "UpdateItem");
        costs.hold("keep where a sweep stands", () -> state.keep("a", "connections", PassState.NEW), 1, "UpdateItem");
        costs.hold("end a sweep", () -> state.release("a", both), 1, "UpdateItem");
    }

    @Test
    void readingConnections() {
        IntStream.range(0, 100).forEach(i -> connections.save(connection(i)));

        costs.hold(
                "sweep 100 connections",
                () -> assertThat(scan.page(Optional.empty(), 1000).connections())
                        .hasSize(100),
                3,
                "Scan");
    }

    @Test
    void readingSubscriptions() {
        for (int i = 0; i < 100; i++) {
            ConnectionId id = connection(i).id();
            subscriptions.join(IntStream.range(0, 10)
                    .mapToObj(room -> subscription(room("order:o-" + room), id))
                    .toList());
        }
        Awaitility.await()
                .until(() -> places.page(Optional.empty(), 2000).places().size() == 1000);

        costs.hold("sweep 1,000 subscriptions", () -> places.page(Optional.empty(), 2000), 11.5, "Scan");
    }

    @Test
    void lookingConnectionsUp() {
        IntStream.range(0, 10).forEach(i -> connections.save(connection(i)));
        List<ConnectionId> ids =
                IntStream.range(0, 10).mapToObj(i -> connection(i).id()).toList();

        costs.hold(
                "look up 10 connections that the sweep has not met", () -> scan.stored(ids, NOW), 10, "BatchGetItem");
    }

    @Test
    void markingThatAClientWasTold() {
        connections.save(connection(1));

        costs.hold(
                "mark that a client is told to go",
                () -> scan.tellReconnect(connection(1).id(), NOW),
                1,
                "UpdateItem");
    }

    @Test
    void removingAnOrphan() {
        subscriptions.join(List.of(subscription(room("order:o-9"), connection(1).id())));

        costs.hold(
                "remove an orphaned subscription",
                () -> places.remove(
                        new SubscriptionScan.Place(connection(1).id(), room("order:o-9")),
                        NOW.plus(Duration.ofMinutes(1))),
                2,
                "DeleteItem");
    }

    private static Connection connection(int i) {
        Connection sample = Samples.connection();
        return new Connection(
                new ConnectionId("Lz1aBcDeFgH%04d=".formatted(i)),
                sample.principal(),
                sample.endpoint(),
                sample.dialect(),
                sample.platform(),
                sample.connectedAt(),
                sample.expiresAt());
    }
}
