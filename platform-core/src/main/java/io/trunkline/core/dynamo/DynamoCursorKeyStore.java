package io.trunkline.core.dynamo;

import io.trunkline.core.apikey.CursorKeyStore;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;

/** Cursor keys in the tenants' partitions of the registry table; read once by each function environment. */
public final class DynamoCursorKeyStore implements CursorKeyStore {
    private static final int KEY_BYTES = 32;

    private final DynamoDbClient client;
    private final String table;
    private final RandomGenerator random;
    private final Map<TenantId, byte[]> known = new ConcurrentHashMap<>();

    /**
     * Reads nothing yet.
     *
     * @param random cryptographically strong; guarded here
     */
    public DynamoCursorKeyStore(DynamoDbClient client, TableLayout layout, RandomGenerator random) {
        this.client = client;
        this.table = layout.registry();
        this.random = random;
    }

    @Override
    public byte[] of(TenantId tenant) {
        return known.computeIfAbsent(tenant, id -> find(id).orElseGet(() -> make(id)))
                .clone();
    }

    private Optional<byte[]> find(TenantId tenant) {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(table).key(key(tenant)).consistentRead(true))
                .item();
        return Optional.ofNullable(item.get(Attributes.CURSOR_KEY))
                .map(AttributeValue::b)
                .map(SdkBytes::asByteArray);
    }

    private byte[] make(TenantId tenant) {
        byte[] made = new byte[KEY_BYTES];
        // most generators are not safe for use by several threads
        synchronized (random) {
            random.nextBytes(made);
        }
        try {
            client.putItem(request -> request.tableName(table)
                    .item(Map.of(
                            Attributes.TENANT, Items.text(tenant.value()),
                            Attributes.ITEM, Items.text(RegistryKeys.CURSOR_KEY),
                            Attributes.CURSOR_KEY, AttributeValue.fromB(SdkBytes.fromByteArray(made))))
                    .conditionExpression("attribute_not_exists(#item)")
                    .expressionAttributeNames(Map.of("#item", Attributes.ITEM)));
            return made;
        } catch (ConditionalCheckFailedException e) {
            // somebody else was faster, or the answer to an earlier try was lost
            return find(tenant).orElseThrow(() -> new IllegalStateException("a cursor key was there and is gone", e));
        }
    }

    private static Map<String, AttributeValue> key(TenantId tenant) {
        return Map.of(
                Attributes.TENANT, Items.text(tenant.value()), Attributes.ITEM, Items.text(RegistryKeys.CURSOR_KEY));
    }
}
