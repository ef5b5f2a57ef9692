package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.core.sweep.ConnectionScan;
import io.trunkline.core.sweep.ConnectionScanContractTest;
import io.trunkline.core.sweep.SubscriptionScan;
import io.trunkline.core.sweep.SubscriptionScanContractTest;
import io.trunkline.core.sweep.SweepState;
import io.trunkline.core.sweep.SweepStateContractTest;
import io.trunkline.core.testing.LocalDynamoDb;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The sweep's adapters on DynamoDB Local. */
class DynamoSweepIT {
    private static final DynamoDbClient CLIENT = LocalDynamoDb.client();

    @AfterAll
    static void close() {
        CLIENT.close();
    }

    @Nested
    class State extends SweepStateContractTest {
        private final TableLayout layout = LocalDynamoDb.freshTables();

        @Override
        protected SweepState state() {
            return new DynamoSweepState(CLIENT, layout);
        }
    }

    @Nested
    class Connections extends ConnectionScanContractTest {
        private final TableLayout layout = LocalDynamoDb.freshTables();

        @Override
        protected ConnectionScan scan() {
            return new DynamoConnectionScan(CLIENT, layout, _ -> {});
        }

        @Override
        protected ConnectionStore store() {
            return new DynamoConnectionStore(CLIENT, layout);
        }

        @Test
        void aDamagedRowIsCountedAndHoldsUpNoOther() {
            store().save(Samples.connection());
            CLIENT.putItem(request -> request.tableName(layout.connections())
                    .item(Map.of(
                            "connectionId", AttributeValue.fromS("damaged"), "app", AttributeValue.fromS("no app"))));

            ConnectionScan.Page page = scan().page(Optional.empty(), 10);

            assertThat(page.connections()).singleElement().satisfies(row -> assertThat(row.connection())
                    .isEqualTo(Samples.connection()));
            assertThat(page.unreadable()).isEqualTo(1);
        }
    }

    @Nested
    class Subscriptions extends SubscriptionScanContractTest {
        private final TableLayout layout = LocalDynamoDb.freshTables();

        @Override
        protected SubscriptionScan scan() {
            return new DynamoSubscriptionScan(CLIENT, layout);
        }

        @Override
        protected SubscriptionStore store() {
            return new DynamoSubscriptionStore(CLIENT, layout, new BatchWriter(CLIENT, new Random(1), _ -> {}));
        }
    }
}
