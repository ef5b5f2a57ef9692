package io.trunkline.core.dynamo;

import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.policy.GrantStoreContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoGrantStoreIT extends GrantStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected GrantStore store() {
        return new DynamoGrantStore(client, layout);
    }
}
