package io.trunkline.migration.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.migration.OperatorException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/**
 * The journal's copy in DynamoDB, so that whoever has the plan can go on where another machine stopped, and the lease
 * by which one operator at a time works on an app. A table of its own, made at the first apply and never deleted by us.
 */
public final class JournalTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String MIGRATION = "migration";
    private static final String SEQUENCE = "sequence";
    private static final String ENTRY = "entry";
    private static final String OWNER = "owner";
    private static final String UNTIL = "until";

    private final DynamoDbClient client;
    private final String table;

    /** Takes over {@code client}. */
    public JournalTable(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** Creates the table where it is missing, and returns when it can be used. */
    public void create() {
        try {
            client.createTable(request -> request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .keySchema(key(MIGRATION, KeyType.HASH), key(SEQUENCE, KeyType.RANGE))
                    .attributeDefinitions(
                            attribute(MIGRATION, ScalarAttributeType.S), attribute(SEQUENCE, ScalarAttributeType.N)));
        } catch (ResourceInUseException e) {
            // it is there already
        }
        try (var waiter = client.waiter()) {
            waiter.waitUntilTableExists(request -> request.tableName(table));
        }
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    /**
     * Writes an entry; about one unit for 10 rows. The same entry may be written again; where another one stands
     * already, {@link OperatorException}: somebody else has gone on with this plan.
     */
    void put(String migration, long sequence, JsonNode entry) {
        AttributeValue packed = AttributeValue.fromB(SdkBytes.fromByteArray(packed(entry)));
        Map<String, AttributeValue> item = new HashMap<>(itemKey(migration, sequence));
        item.put(ENTRY, packed);
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#m) or #e = :e")
                    .expressionAttributeNames(Map.of("#m", MIGRATION, "#e", ENTRY))
                    .expressionAttributeValues(Map.of(":e", packed)));
        } catch (ConditionalCheckFailedException e) {
            throw new OperatorException(
                    "another operator has gone on with this plan; nothing more is written here. See how far it is:"
                            + " ./trunkline migrate status",
                    e);
        }
    }

    /** The entries from {@code first} on, in their order; none where nothing was ever written. */
    void entries(String migration, long first, Consumer<JsonNode> action) {
        try {
            client.queryPaginator(request -> request.tableName(table)
                            .keyConditionExpression("#m = :m and #s >= :s")
                            .expressionAttributeNames(Map.of("#m", MIGRATION, "#s", SEQUENCE))
                            .expressionAttributeValues(Map.of(
                                    ":m",
                                    AttributeValue.fromS(migration),
                                    ":s",
                                    AttributeValue.fromN(Long.toString(first))))
                            .consistentRead(true))
                    .items()
                    .forEach(item -> Optional.ofNullable(item.get(ENTRY))
                            .ifPresent(entry -> action.accept(unpacked(entry.b().asByteArray()))));
        } catch (ResourceNotFoundException e) {
            // made at the first apply
        }
    }

    /** Takes or renews the lease of {@code what}; empty where it is taken, else who has it and until when. */
    public Optional<String> lease(String what, String owner, Instant now, Duration length) {
        Map<String, AttributeValue> item = new HashMap<>(itemKey("lease " + what, 0));
        item.put(OWNER, AttributeValue.fromS(owner));
        item.put(UNTIL, AttributeValue.fromN(Long.toString(now.plus(length).toEpochMilli())));
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression("attribute_not_exists(#m) or #o = :o or #u < :now")
                    .expressionAttributeNames(Map.of("#m", MIGRATION, "#o", OWNER, "#u", UNTIL))
                    .expressionAttributeValues(Map.of(
                            ":o",
                            AttributeValue.fromS(owner),
                            ":now",
                            AttributeValue.fromN(Long.toString(now.toEpochMilli())))));
            return Optional.empty();
        } catch (ConditionalCheckFailedException e) {
            return Optional.of(holder(what).orElse("somebody"));
        }
    }

    /** Who holds the lease of {@code what}. */
    public Optional<String> holder(String what) {
        try {
            Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                            .key(itemKey("lease " + what, 0))
                            .consistentRead(true))
                    .item();
            return Optional.ofNullable(item.get(OWNER)).map(AttributeValue::s);
        } catch (ResourceNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Gives the lease back, where {@code owner} has it. */
    public void release(String what, String owner) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(itemKey("lease " + what, 0))
                    .conditionExpression("#o = :o")
                    .expressionAttributeNames(Map.of("#o", OWNER))
                    .expressionAttributeValues(Map.of(":o", AttributeValue.fromS(owner))));
        } catch (ConditionalCheckFailedException e) {
            // it is somebody else's by now
        }
    }

    private static Map<String, AttributeValue> itemKey(String migration, long sequence) {
        return Map.of(
                MIGRATION, AttributeValue.fromS(migration),
                SEQUENCE, AttributeValue.fromN(Long.toString(sequence)));
    }

    private static byte[] packed(JsonNode entry) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(JSON.writeValueAsBytes(entry));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static JsonNode unpacked(byte[] bytes) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
            return JSON.readTree(gzip);
        } catch (IOException e) {
            throw new UncheckedIOException("an entry of the journal is damaged", e);
        }
    }
}
