package io.trunkline.migration.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.DescribeTableResponse;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * A DynamoDB table of any shape: its keys are asked for, and whatever an item holds becomes fields. Half a read unit
 * for 4 KB, as reads may trail: what a scan misses, the pass after the repoint sees.
 */
public final class DynamoSource implements RecordSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final DynamoDbClient client;
    private final String table;
    private final Map<String, ScalarAttributeType> keys;

    /** Takes over {@code client}. Throws {@link SourceException} where there is no such table, or no access to it. */
    public DynamoSource(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
        try {
            DescribeTableResponse described = client.describeTable(request -> request.tableName(table));
            List<String> names = described.table().keySchema().stream()
                    .map(KeySchemaElement::attributeName)
                    .toList();
            this.keys = described.table().attributeDefinitions().stream()
                    .filter(definition -> names.contains(definition.attributeName()))
                    .collect(Collectors.toMap(
                            definition -> definition.attributeName(),
                            definition -> definition.attributeType(),
                            (one, other) -> one,
                            TreeMap::new));
        } catch (SdkException e) {
            throw new SourceException("the table " + table + " cannot be read: " + e.getMessage(), e);
        }
    }

    @Override
    public SourcePage page(Optional<String> from) {
        ScanResponse response;
        try {
            response = client.scan(request -> {
                request.tableName(table).limit(PAGE);
                from.ifPresent(cursor -> request.exclusiveStartKey(startKey(cursor)));
            });
        } catch (SdkException e) {
            throw new SourceException("the table " + table + " cannot be read: " + e.getMessage(), e);
        }
        return new SourcePage(
                response.items().stream().map(this::record).toList(),
                response.hasLastEvaluatedKey() ? Optional.of(cursor(response.lastEvaluatedKey())) : Optional.empty());
    }

    private SourceRecord record(Map<String, AttributeValue> item) {
        String origin = keys.keySet().stream()
                .map(key -> " " + key + "=" + text(item, key))
                .collect(Collectors.joining("", table, ""));
        ObjectNode fields = JSON.createObjectNode();
        new TreeMap<>(item).forEach((name, value) -> node(value).ifPresent(node -> fields.set(name, node)));
        return new SourceRecord(origin, fields);
    }

    private static Optional<JsonNode> node(AttributeValue value) {
        return switch (value.type()) {
            case S -> Optional.of(JSON.getNodeFactory().textNode(value.s()));
            case N -> Optional.of(JSON.getNodeFactory().numberNode(new BigDecimal(value.n())));
            case BOOL -> Optional.of(JSON.getNodeFactory().booleanNode(value.bool()));
            case SS ->
                Optional.of(array(value.ss().stream().map(AttributeValue::fromS).toList()));
            case NS ->
                Optional.of(array(value.ns().stream().map(AttributeValue::fromN).toList()));
            case L -> Optional.of(array(value.l()));
            case M -> {
                ObjectNode object = JSON.createObjectNode();
                new TreeMap<>(value.m()).forEach((name, part) -> node(part).ifPresent(node -> object.set(name, node)));
                yield Optional.of(object);
            }
            case NUL, B, BS, UNKNOWN_TO_SDK_VERSION -> Optional.empty();
        };
    }

    private static ArrayNode array(List<AttributeValue> values) {
        ArrayNode array = JSON.createArrayNode();
        values.forEach(value -> node(value).ifPresent(array::add));
        return array;
    }

    private static String text(Map<String, AttributeValue> item, String key) {
        AttributeValue value = item.getOrDefault(key, AttributeValue.fromS(""));
        return switch (value.type()) {
            case N -> value.n();
            case B -> Base64.getEncoder().encodeToString(value.b().asByteArray());
            default -> String.valueOf(value.s());
        };
    }

    private String cursor(Map<String, AttributeValue> last) {
        ObjectNode cursor = JSON.createObjectNode();
        keys.keySet().forEach(key -> cursor.put(key, text(last, key)));
        return cursor.toString();
    }

    private Map<String, AttributeValue> startKey(String cursor) {
        try {
            JsonNode node = JSON.readTree(cursor);
            return keys.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, key -> {
                String text = node.path(key.getKey()).asText();
                return switch (key.getValue()) {
                    case N -> AttributeValue.fromN(text);
                    case B ->
                        AttributeValue.fromB(
                                SdkBytes.fromByteArray(Base64.getDecoder().decode(text)));
                    case S, UNKNOWN_TO_SDK_VERSION -> AttributeValue.fromS(text);
                };
            }));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no place in the table " + table + ": " + cursor, e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
