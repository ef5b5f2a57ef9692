package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.ID;
import static io.trunkline.core.dynamo.Samples.NOW;
import static io.trunkline.core.dynamo.Samples.connection;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.ConnectionStoreContractTest;
import io.trunkline.core.connection.SaveOutcome;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemResponse;

class DynamoConnectionStoreIT extends ConnectionStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected ConnectionStore store() {
        return new DynamoConnectionStore(client, layout);
    }

    @Test
    void aConnectThatComesBetweenTheTwoWritesOfItsDisconnectIsRemovedByIt() {
        ExecutionInterceptor connectAfterTheDelete = new ExecutionInterceptor() {
            @Override
            public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
                if (context.response() instanceof DeleteItemResponse) {
                    assertThat(store().save(connection())).isEqualTo(SaveOutcome.SAVED);
                }
            }
        };

        try (DynamoDbClient racing = LocalDynamoDb.client(connectAfterTheDelete)) {
            assertThat(new DynamoConnectionStore(racing, layout).remove(ID, NOW))
                    .contains(connection());
        }

        assertThat(store().find(ID, NOW)).isEmpty();
        assertThat(store().remove(ID, NOW)).isEmpty();
    }

    @Test
    void theMarkOfADisconnectGoesByItselfAfterFiveMinutes() {
        store().remove(ID, NOW);

        assertThat(Items.requiredNumber(row(), "expiresAt"))
                .isEqualTo(NOW.plus(Duration.ofMinutes(5)).getEpochSecond());
    }

    @Test
    void aRowHoldsWhoTheConnectionIsAndNoToken() {
        store().save(connection());

        assertThat(row().keySet())
                .containsExactlyInAnyOrder(
                        "connectionId",
                        "app",
                        "user",
                        "entity",
                        "roles",
                        "scopes",
                        "tokenId",
                        "tokenIssuedAt",
                        "tokenExpiresAt",
                        "endpoint",
                        "dialect",
                        "platform",
                        "connectedAt",
                        "expiresAt");
        assertThat(Items.requiredNumber(row(), "expiresAt"))
                .isEqualTo(connection().expiresAt().getEpochSecond());
    }

    private Map<String, AttributeValue> row() {
        return client.getItem(request -> request.tableName(layout.connections()).key(ConnectionItems.key(ID)))
                .item();
    }
}
