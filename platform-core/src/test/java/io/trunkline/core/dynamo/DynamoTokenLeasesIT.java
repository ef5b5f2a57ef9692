package io.trunkline.core.dynamo;

import io.trunkline.core.limit.TokenLeases;
import io.trunkline.core.limit.TokenLeasesContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoTokenLeasesIT extends TokenLeasesContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected TokenLeases leases() {
        return new DynamoTokenLeases(client, layout);
    }
}
