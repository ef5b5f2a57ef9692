package io.trunkline.core.dynamo;

import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.presence.PresenceStoreContractTest;
import io.trunkline.core.testing.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoPresenceStoreIT extends PresenceStoreContractTest {
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final DynamoPresenceStore store = new DynamoPresenceStore(client, LocalDynamoDb.freshTables());

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected PresenceStore store() {
        return store;
    }
}
