package io.trunkline.core.dynamo;

import io.trunkline.core.app.Standing;
import io.trunkline.core.policy.GrantPage;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.RoomKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;

/** Grants, as items of the tenant's partition of the registry table. */
public final class DynamoGrantStore implements GrantStore {
    private final DynamoDbClient client;
    private final String table;

    public DynamoGrantStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.registry();
    }

    @Override
    public boolean isGranted(RoomKey room, Collection<? extends Standing> standings) {
        List<Map<String, AttributeValue>> keys = standings.stream()
                .distinct()
                .map(standing -> key(room, standing))
                .toList();
        if (keys.size() == 1) {
            return client.getItem(request ->
                            request.tableName(table).key(keys.getFirst()).consistentRead(true))
                    .hasItem();
        }
        Map<String, KeysAndAttributes> left = Map.of(
                table,
                KeysAndAttributes.builder().keys(keys).consistentRead(true).build());
        while (!left.isEmpty()) {
            Map<String, KeysAndAttributes> asked = left;
            BatchGetItemResponse response = client.batchGetItem(request -> request.requestItems(asked));
            if (!response.responses().getOrDefault(table, List.of()).isEmpty()) {
                return true;
            }
            left = response.unprocessedKeys();
            // a batch is answered in part where the table is throttled; what gets no further is given up
            if (left.equals(asked)) {
                throw new IllegalStateException("a batch of reads is throttled");
            }
        }
        return false;
    }

    @Override
    public void grant(RoomKey room, Standing standing) {
        Map<String, AttributeValue> item = new HashMap<>(key(room, standing));
        item.put(Attributes.ROOM, Items.text(room.name().toString()));
        item.put(Attributes.ENTITY, Items.text(standing.toString()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public void revoke(RoomKey room, Standing standing) {
        client.deleteItem(request -> request.tableName(table).key(key(room, standing)));
    }

    @Override
    public GrantPage page(RoomKey room, Optional<String> after, int limit) {
        String prefix = RegistryKeys.grantsOf(room);
        QueryResponse response = client.query(request -> {
            request.tableName(table)
                    .keyConditionExpression("#tenant = :tenant and begins_with(#item, :grants)")
                    .expressionAttributeNames(Map.of("#tenant", Attributes.TENANT, "#item", Attributes.ITEM))
                    .expressionAttributeValues(
                            Map.of(":tenant", Items.text(room.tenant().value()), ":grants", Items.text(prefix)))
                    .consistentRead(true)
                    .limit(limit);
            after.ifPresent(last -> request.exclusiveStartKey(Map.of(
                    Attributes.TENANT, Items.text(room.tenant().value()), Attributes.ITEM, Items.text(prefix + last))));
        });
        return new GrantPage(
                response.items().stream()
                        .map(item -> Standing.parse(Items.requiredText(item, Attributes.ENTITY)))
                        .toList(),
                response.hasLastEvaluatedKey()
                        ? Optional.of(Items.requiredText(response.lastEvaluatedKey(), Attributes.ITEM)
                                .substring(prefix.length()))
                        : Optional.empty());
    }

    private static Map<String, AttributeValue> key(RoomKey room, Standing standing) {
        return Map.of(
                Attributes.TENANT, Items.text(room.tenant().value()),
                Attributes.ITEM, Items.text(RegistryKeys.grant(room, standing)));
    }
}
