package io.trunkline.core.dynamo;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.schema.Tables;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.waiters.DynamoDbWaiter;

/** Creates the four tables where they are missing; on one machine and in tests. In the cloud infra-cdk does. */
public final class TableCreator {
    private final DynamoDbClient client;

    public TableCreator(DynamoDbClient client) {
        this.client = client;
    }

    /** Returns when all four can be used; run again, it finishes what an earlier run left half done. */
    public void createMissing(TableLayout layout) {
        Set<String> present = new LinkedHashSet<>();
        client.listTablesPaginator().tableNames().forEach(present::add);
        List<Tables.Table> tables = Tables.of(layout);
        tables.stream().filter(table -> !present.contains(table.name())).forEach(this::create);
        try (DynamoDbWaiter waiter = client.waiter()) {
            for (Tables.Table table : tables) {
                waiter.waitUntilTableExists(request -> request.tableName(table.name()));
                if (table.expires() && !expiresItems(table)) {
                    client.updateTimeToLive(request -> request.tableName(table.name())
                            .timeToLiveSpecification(ttl ->
                                    ttl.attributeName(Attributes.EXPIRES_AT).enabled(true)));
                }
            }
        }
    }

    /** Whether DynamoDB deletes the table's expired items already; telling it twice is an error to it. */
    private boolean expiresItems(Tables.Table table) {
        return switch (client.describeTimeToLive(request -> request.tableName(table.name()))
                .timeToLiveDescription()
                .timeToLiveStatus()) {
            case ENABLED, ENABLING -> true;
            case DISABLED, DISABLING, UNKNOWN_TO_SDK_VERSION -> false;
        };
    }

    private void create(Tables.Table table) {
        List<KeySchemaElement> keys = new ArrayList<>();
        keys.add(element(table.partition(), KeyType.HASH));
        table.sort().ifPresent(sort -> keys.add(element(sort, KeyType.RANGE)));
        CreateTableRequest.Builder request = CreateTableRequest.builder()
                .tableName(table.name())
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(keys)
                .attributeDefinitions(definitions(table));
        table.index()
                .ifPresent(index -> request.globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName(index.name())
                        .keySchema(element(index.partition(), KeyType.HASH))
                        .projection(projection -> projection.projectionType(ProjectionType.KEYS_ONLY))
                        .build()));
        try {
            client.createTable(request.build());
        } catch (ResourceInUseException e) {
            // somebody else was faster; the table is there, which is what was asked
        }
    }

    private static List<AttributeDefinition> definitions(Tables.Table table) {
        return Stream.of(
                        Stream.of(table.partition()),
                        table.sort().stream(),
                        table.index().map(Tables.Index::partition).stream())
                .flatMap(keys -> keys)
                .distinct()
                .map(key -> AttributeDefinition.builder()
                        .attributeName(key.name())
                        .attributeType(
                                switch (key.type()) {
                                    case TEXT -> ScalarAttributeType.S;
                                    case NUMBER -> ScalarAttributeType.N;
                                })
                        .build())
                .toList();
    }

    private static KeySchemaElement element(Tables.Key key, KeyType type) {
        return KeySchemaElement.builder()
                .attributeName(key.name())
                .keyType(type)
                .build();
    }
}
