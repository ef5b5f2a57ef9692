package io.trunkline.core.dynamo;

import io.trunkline.core.policy.GrantPage;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
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
    public boolean isGranted(RoomKey room, EntityRef entity) {
        return client.getItem(request ->
                        request.tableName(table).key(key(room, entity)).consistentRead(true))
                .hasItem();
    }

    @Override
    public void grant(RoomKey room, EntityRef entity) {
        Map<String, AttributeValue> item = new HashMap<>(key(room, entity));
        item.put(Attributes.ROOM, Items.text(room.name().toString()));
        item.put(Attributes.ENTITY, Items.text(entity.toString()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public void revoke(RoomKey room, EntityRef entity) {
        client.deleteItem(request -> request.tableName(table).key(key(room, entity)));
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
                        .map(item -> EntityRef.parse(Items.requiredText(item, Attributes.ENTITY)))
                        .toList(),
                response.hasLastEvaluatedKey()
                        ? Optional.of(Items.requiredText(response.lastEvaluatedKey(), Attributes.ITEM)
                                .substring(prefix.length()))
                        : Optional.empty());
    }

    private static Map<String, AttributeValue> key(RoomKey room, EntityRef entity) {
        return Map.of(
                Attributes.TENANT, Items.text(room.tenant().value()),
                Attributes.ITEM, Items.text(RegistryKeys.grant(room, entity)));
    }
}
