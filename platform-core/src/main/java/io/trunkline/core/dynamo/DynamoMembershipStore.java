package io.trunkline.core.dynamo;

import io.trunkline.core.app.Standing;
import io.trunkline.core.auth.MembershipStore;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;

/** Memberships, as items of the tenant's partition of the registry table. */
public final class DynamoMembershipStore implements MembershipStore {
    private final DynamoDbClient client;
    private final String table;

    public DynamoMembershipStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.registry();
    }

    @Override
    public Set<Standing> of(TenantId tenant, String user) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("#tenant = :tenant AND begins_with(#item, :user)")
                .expressionAttributeNames(Map.of("#tenant", Attributes.TENANT, "#item", Attributes.ITEM))
                .expressionAttributeValues(Map.of(
                        ":tenant", Items.text(tenant.value()),
                        ":user", Items.text(RegistryKeys.membershipsOf(user))))
                .consistentRead(true)
                .build();
        return client.queryPaginator(query).items().stream()
                .map(item -> Standing.parse(Items.requiredText(item, Attributes.ENTITY)))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void add(TenantId tenant, String user, Standing standing) {
        Map<String, AttributeValue> item = new HashMap<>(key(tenant, user, standing));
        item.put(Attributes.USER, Items.text(user));
        item.put(Attributes.ENTITY, Items.text(standing.toString()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public void remove(TenantId tenant, String user, Standing standing) {
        client.deleteItem(request -> request.tableName(table).key(key(tenant, user, standing)));
    }

    private static Map<String, AttributeValue> key(TenantId tenant, String user, Standing standing) {
        return Map.of(
                Attributes.TENANT, Items.text(tenant.value()),
                Attributes.ITEM, Items.text(RegistryKeys.membership(user, standing)));
    }
}
