package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.ID;
import static io.trunkline.core.dynamo.Samples.NOW;
import static io.trunkline.core.dynamo.Samples.members;
import static io.trunkline.core.dynamo.Samples.orders;
import static io.trunkline.core.dynamo.Samples.room;
import static io.trunkline.core.dynamo.Samples.subscription;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.subscription.SubscriptionStoreContractTest;
import io.trunkline.core.testing.CostMeter;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoSubscriptionStoreIT extends SubscriptionStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final List<Duration> pauses = new ArrayList<>();
    private final List<DynamoDbClient> clients = new ArrayList<>();

    @AfterEach
    void close() {
        clients.forEach(DynamoDbClient::close);
    }

    @Override
    protected SubscriptionStore store() {
        return store(new ExecutionInterceptor[0]);
    }

    private SubscriptionStore store(ExecutionInterceptor... interceptors) {
        DynamoDbClient client = LocalDynamoDb.client(interceptors);
        clients.add(client);
        return new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(7), pauses::add));
    }

    @Test
    void whatAThrottledTableLeavesUndoneIsDoneInTheEnd() {
        SubscriptionStore throttled = store(new UnprocessedWrites(20, 3));

        throttled.join(members(orders(60)));

        assertThat(store().roomsOf(ID)).containsExactlyInAnyOrderElementsOf(orders(60));
        assertThat(pauses).hasSize(3);
    }

    @Test
    void aTableThatStaysThrottledIsAFaultAndNotSilence() {
        SubscriptionStore throttled = store(new UnprocessedWrites(1, Integer.MAX_VALUE));

        assertThatThrownBy(() -> throttled.join(members(orders(2))))
                .isInstanceOf(UnprocessedWritesException.class)
                .hasMessageContaining(layout.subscriptions());
    }

    @Test
    void leavingIsTriedAgainAlike() {
        store().join(members(orders(30)));

        store(new UnprocessedWrites(5, 4)).leave(ID, orders(30));

        assertThat(store().roomsOf(ID)).isEmpty();
    }

    @Test
    void theRoomsOfAConnectionAreReadToTheLastPageOfTheIndex() {
        // 1,000 keys of a kilobyte each are more than the megabyte that one page holds
        List<RoomShard> rooms = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            rooms.add(room("order:" + "%04d".formatted(i).repeat(256)));
        }
        store().join(members(rooms));
        CostMeter meter = new CostMeter();
        SubscriptionStore metered = store(meter);
        List<RoomShard> read = new ArrayList<>();

        CostMeter.Bill bill = meter.of(() -> read.addAll(metered.roomsOf(ID)));

        assertThat(read).containsExactlyInAnyOrderElementsOf(rooms);
        assertThat(bill.requests()).containsOnly("Query").hasSizeGreaterThan(1);
    }

    @Test
    void anItemThatDecidesThePriceOfAFanOutIsAbout100Bytes() {
        store().join(List.of(subscription(room("entity:merchant/m-42"), ID)));
        DynamoDbClient client = LocalDynamoDb.client();
        clients.add(client);

        int bytes = ItemSize.of(client.scan(request -> request.tableName(layout.subscriptions()))
                .items()
                .getFirst());

        assertThat(bytes).isBetween(90, 110);
        assertThat(store().page(room("entity:merchant/m-42"), Optional.empty(), 1, NOW)
                        .items())
                .hasSize(1);
    }
}
