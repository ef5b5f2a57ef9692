package io.trunkline.core.dynamo;

import io.trunkline.core.auth.TicketStore;
import io.trunkline.core.auth.TicketStoreContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoTicketStoreIT extends TicketStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected TicketStore store() {
        return new DynamoTicketStore(client, layout);
    }
}
