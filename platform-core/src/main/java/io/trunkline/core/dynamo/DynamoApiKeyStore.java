package io.trunkline.core.dynamo;

import io.trunkline.core.apikey.ApiKey;
import io.trunkline.core.apikey.ApiKeyId;
import io.trunkline.core.apikey.ApiKeyStore;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.apikey.KeyHash;
import io.trunkline.core.apikey.StoredApiKey;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * API keys, as items of the tenant's partition of the registry table. Reads are strongly consistent: a key that was
 * printed opens, and one that was revoked does not. What ends a key stands to the second, rounded down.
 */
public final class DynamoApiKeyStore implements ApiKeyStore {
    private final DynamoDbClient client;
    private final String table;

    public DynamoApiKeyStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.registry();
    }

    @Override
    public void add(StoredApiKey stored) {
        ApiKey key = stored.key();
        Map<String, AttributeValue> item = new HashMap<>(key(key.id()));
        item.put(Attributes.NAME, Items.text(key.name()));
        item.put(
                Attributes.SCOPES,
                Items.texts(key.scopes().stream().map(ApiScope::toString).collect(Collectors.toSet())));
        item.put(Attributes.CREATED_AT, Items.seconds(key.createdAt()));
        item.put(Attributes.HASH, Items.text(stored.hash().text()));
        key.expiresAt().ifPresent(at -> item.put(Attributes.EXPIRES_AT, Items.seconds(at)));
        key.revokedAt().ifPresent(at -> item.put(Attributes.REVOKED_AT, Items.seconds(at)));
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#item)")
                    .expressionAttributeNames(Map.of("#item", Attributes.ITEM)));
        } catch (ConditionalCheckFailedException e) {
            throw new IllegalStateException("there is an API key " + key.id() + " already", e);
        }
    }

    @Override
    public Optional<StoredApiKey> find(ApiKeyId id) {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(table).key(key(id)).consistentRead(true))
                .item();
        return Items.text(item, Attributes.HASH).map(hash -> new StoredApiKey(read(item), new KeyHash(hash)));
    }

    @Override
    public List<ApiKey> list(TenantId tenant) {
        return client
                .queryPaginator(request -> request.tableName(table)
                        .keyConditionExpression("#tenant = :tenant and begins_with(#item, :keys)")
                        .expressionAttributeNames(Map.of("#tenant", Attributes.TENANT, "#item", Attributes.ITEM))
                        .expressionAttributeValues(Map.of(
                                ":tenant", Items.text(tenant.value()), ":keys", Items.text(RegistryKeys.API_KEYS)))
                        .consistentRead(true))
                .items()
                .stream()
                .map(DynamoApiKeyStore::read)
                .sorted(Comparator.comparing(ApiKey::createdAt)
                        .thenComparing(key -> key.id().serial()))
                .toList();
    }

    @Override
    public Optional<ApiKey> revoke(ApiKeyId id, Instant at) {
        return update(id, at, Attributes.REVOKED_AT, "attribute_not_exists(#at)");
    }

    @Override
    public Optional<ApiKey> expire(ApiKeyId id, Instant at) {
        return update(id, at, Attributes.EXPIRES_AT, "(attribute_not_exists(#at) or #at > :at)");
    }

    /** One conditional write, so that of two commands at once neither lengthens what the other has shortened. */
    private Optional<ApiKey> update(ApiKeyId id, Instant at, String attribute, String unless) {
        try {
            return Optional.of(read(client.updateItem(request -> request.tableName(table)
                            .key(key(id))
                            .updateExpression("SET #at = :at")
                            .conditionExpression("attribute_exists(#hash) and " + unless)
                            .expressionAttributeNames(Map.of("#at", attribute, "#hash", Attributes.HASH))
                            .expressionAttributeValues(Map.of(":at", Items.seconds(at)))
                            .returnValues(ReturnValue.ALL_NEW))
                    .attributes()));
        } catch (ConditionalCheckFailedException e) {
            // there is none, or it ends as early already
            return find(id).map(StoredApiKey::key);
        }
    }

    private static ApiKey read(Map<String, AttributeValue> item) {
        return new ApiKey(
                new ApiKeyId(
                        new TenantId(Items.requiredText(item, Attributes.TENANT)),
                        Items.requiredText(item, Attributes.ITEM).substring(RegistryKeys.API_KEYS.length())),
                Items.requiredText(item, Attributes.NAME),
                Items.texts(item, Attributes.SCOPES).stream()
                        .flatMap(text -> ApiScope.parse(text).stream())
                        .collect(Collectors.toSet()),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.CREATED_AT)),
                Items.number(item, Attributes.EXPIRES_AT).map(Instant::ofEpochSecond),
                Items.number(item, Attributes.REVOKED_AT).map(Instant::ofEpochSecond));
    }

    private static Map<String, AttributeValue> key(ApiKeyId id) {
        return Map.of(
                Attributes.TENANT,
                Items.text(id.tenant().value()),
                Attributes.ITEM,
                Items.text(RegistryKeys.apiKey(id.serial())));
    }
}
