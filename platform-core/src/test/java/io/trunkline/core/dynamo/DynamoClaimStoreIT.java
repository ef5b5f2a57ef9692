package io.trunkline.core.dynamo;

import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.idempotency.ClaimStoreContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoClaimStoreIT extends ClaimStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected ClaimStore claims() {
        return new DynamoClaimStore(client, layout);
    }

    @Override
    protected HistoryStore histories() {
        return new DynamoHistoryStore(client, layout, new Random(1), _ -> {});
    }
}
