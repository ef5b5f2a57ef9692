package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.migration.testing.LocalStores;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** Against DynamoDB Local, whose pages end at a megabyte as AWS's do. */
class DynamoSourceIT extends RecordSourceContractTest {
    private static final String PADDING = "x".repeat(380_000);

    private final DynamoDbClient client = LocalStores.dynamoClient();
    private final String table = "S" + UUID.randomUUID();

    @Override
    protected int many() {
        return 9;
    }

    @Override
    protected Store store(int records) {
        create(ScalarAttributeType.S);
        for (int number = 0; number < records; number++) {
            put(number);
        }
        return new Store() {
            @Override
            public RecordSource open() {
                return new DynamoSource(LocalStores.dynamoClient(), table);
            }

            @Override
            public void add(int number) {
                put(number);
            }

            @Override
            public void remove(int number) {
                client.deleteItem(request -> request.tableName(table).key(key(number)));
            }

            @Override
            public void addOdd() {
                Map<String, AttributeValue> item = new HashMap<>(key(1_000));
                item.put("blob", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {0, -1})));
                item.put("nothing", AttributeValue.fromNul(true));
                client.putItem(request -> request.tableName(table).item(item));
            }

            @Override
            public void vanish() {
                client.deleteTable(request -> request.tableName(table));
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    @Override
    protected RecordSource missing() {
        return new DynamoSource(LocalStores.dynamoClient(), "nothing_here");
    }

    private void create(ScalarAttributeType type) {
        client.createTable(request -> request.tableName(table)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(
                        KeySchemaElement.builder()
                                .attributeName("PK")
                                .keyType(KeyType.HASH)
                                .build(),
                        KeySchemaElement.builder()
                                .attributeName("SK")
                                .keyType(KeyType.RANGE)
                                .build())
                .attributeDefinitions(
                        AttributeDefinition.builder()
                                .attributeName("PK")
                                .attributeType(type)
                                .build(),
                        AttributeDefinition.builder()
                                .attributeName("SK")
                                .attributeType(ScalarAttributeType.N)
                                .build()));
    }

    private static Map<String, AttributeValue> key(int number) {
        return Map.of("PK", AttributeValue.fromS("CONNECTION#" + number), "SK", AttributeValue.fromN("" + number));
    }

    private void put(int number) {
        Map<String, AttributeValue> item = new HashMap<>(key(number));
        item.put("n", AttributeValue.fromN("" + number));
        item.put("padding", AttributeValue.fromS(PADDING));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Test
    void a_table_with_a_binary_key_is_read_from_end_to_end() {
        create(ScalarAttributeType.B);
        for (int number = 0; number < many(); number++) {
            int n = number;
            client.putItem(request -> request.tableName(table)
                    .item(Map.of(
                            "PK", AttributeValue.fromB(SdkBytes.fromByteArray(new byte[] {(byte) (n * 25)})),
                            "SK", AttributeValue.fromN("0"),
                            "padding", AttributeValue.fromS(PADDING))));
        }
        int read = 0;
        try (RecordSource source = new DynamoSource(LocalStores.dynamoClient(), table)) {
            Optional<String> next = Optional.empty();
            do {
                SourcePage page = source.page(next);
                read += page.records().size();
                next = page.next();
            } while (next.isPresent());
        }
        client.close();

        assertThat(read).isEqualTo(many());
    }
}
