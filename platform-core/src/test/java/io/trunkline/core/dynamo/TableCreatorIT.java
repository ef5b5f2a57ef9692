package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.schema.Tables;
import io.trunkline.core.testing.LocalDynamoDb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveDescription;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

class TableCreatorIT {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void theFourTablesAreThereAndBilledOnDemand() {
        for (Tables.Table table : Tables.of(layout)) {
            TableDescription description = client.describeTable(request -> request.tableName(table.name()))
                    .table();
            assertThat(description.billingModeSummary().billingMode()).isEqualTo(BillingMode.PAY_PER_REQUEST);
        }
        assertThat(Tables.of(layout))
                .extracting(Tables.Table::name)
                .containsExactlyInAnyOrderElementsOf(
                        List.of(layout.connections(), layout.subscriptions(), layout.registry(), layout.events()));
    }

    @Test
    void allButTheRegistryLoseWhatHasExpired() {
        assertThat(ttl(layout.connections()).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(ttl(layout.connections()).attributeName()).isEqualTo("expiresAt");
        assertThat(ttl(layout.subscriptions()).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(ttl(layout.events()).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(ttl(layout.registry()).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.DISABLED);
    }

    @Test
    void creatingAgainLeavesTablesAndItemsAlone() {
        client.putItem(request -> request.tableName(layout.connections())
                .item(Map.of("connectionId", Items.text("x"), "app", Items.text("wizz/drivers"))));

        new TableCreator(client).createMissing(layout);

        assertThat(client.getItem(request ->
                                request.tableName(layout.connections()).key(ConnectionItems.key(new ConnectionId("x"))))
                        .hasItem())
                .isTrue();
    }

    @Test
    void aTableThatLacksWhatADiedRunDidNotComeToGetsIt() {
        client.deleteTable(request -> request.tableName(layout.events()));
        client.updateTimeToLive(request -> request.tableName(layout.connections())
                .timeToLiveSpecification(spec -> spec.attributeName("expiresAt").enabled(false)));

        new TableCreator(client).createMissing(layout);

        assertThat(ttl(layout.connections()).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
        assertThat(ttl(layout.events()).timeToLiveStatus()).isEqualTo(TimeToLiveStatus.ENABLED);
    }

    private TimeToLiveDescription ttl(String table) {
        return client.describeTimeToLive(request -> request.tableName(table)).timeToLiveDescription();
    }
}
