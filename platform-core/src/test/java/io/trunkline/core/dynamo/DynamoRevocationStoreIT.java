package io.trunkline.core.dynamo;

import io.trunkline.core.revocation.RevocationStore;
import io.trunkline.core.revocation.RevocationStoreContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoRevocationStoreIT extends RevocationStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final Random random = new Random(1);

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected RevocationStore store() {
        return new DynamoRevocationStore(client, layout, new BatchWriter(client, random, _ -> {}), random);
    }
}
