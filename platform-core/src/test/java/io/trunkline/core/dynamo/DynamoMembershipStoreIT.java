package io.trunkline.core.dynamo;

import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.auth.MembershipStoreContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoMembershipStoreIT extends MembershipStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected MembershipStore store() {
        return new DynamoMembershipStore(client, layout);
    }
}
