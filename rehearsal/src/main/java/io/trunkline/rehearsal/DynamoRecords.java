package io.trunkline.rehearsal;

import io.trunkline.core.dynamo.DynamoDefaults;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.GlobalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The standalone order receiver's two tables, with the rows that its main branch writes. */
final class DynamoRecords implements OlderRecords {
    private static final int TTL_SECONDS = 3600;

    private final DynamoDbClient client;
    private final String connections;
    private final String endpoints;

    DynamoRecords(URI endpoint, String region, AwsCredentialsProvider credentials, String stage) {
        this.client = DynamoDefaults.apply(DynamoDbClient.builder())
                .endpointOverride(endpoint)
                .region(Region.of(region))
                .credentialsProvider(credentials)
                .build();
        this.connections = "order-receiver-websocket-connections-" + stage;
        this.endpoints = "order-receiver-merchant-endpoints-" + stage;
    }

    String connectionsTable() {
        return connections;
    }

    String endpointsTable() {
        return endpoints;
    }

    void create() {
        client.createTable(request -> request.tableName(connections)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("PK", KeyType.HASH), key("SK", KeyType.RANGE))
                .attributeDefinitions(text("PK"), text("SK"), text("GSI1PK"), text("GSI1SK"))
                .globalSecondaryIndexes(GlobalSecondaryIndex.builder()
                        .indexName("GSI1")
                        .keySchema(key("GSI1PK", KeyType.HASH), key("GSI1SK", KeyType.RANGE))
                        .projection(projection -> projection.projectionType(ProjectionType.ALL))
                        .build()));
        client.createTable(request -> request.tableName(endpoints)
                .billingMode(BillingMode.PAY_PER_REQUEST)
                .keySchema(key("merchantId", KeyType.HASH), key("endpointType", KeyType.RANGE))
                .attributeDefinitions(text("merchantId"), text("endpointType")));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition text(String name) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(ScalarAttributeType.S)
                .build();
    }

    @Override
    public Change connected(String connection, Person person, Instant at) {
        String name = "CONNECTION#" + connection;
        Map<String, AttributeValue> row = Map.of(
                "PK", AttributeValue.fromS(name),
                "SK", AttributeValue.fromS(name),
                "connectionId", AttributeValue.fromS(connection),
                "entityType", AttributeValue.fromS("merchant"),
                "connectedAt", AttributeValue.fromS(at.toString()),
                "ttl", AttributeValue.fromN(Long.toString(at.getEpochSecond() + TTL_SECONDS)),
                "userId", AttributeValue.fromS(person.user()),
                "businessId", AttributeValue.fromS(person.id()),
                "GSI1PK", AttributeValue.fromS("BUSINESS#" + person.id()),
                "GSI1SK", AttributeValue.fromS(name));
        Map<String, AttributeValue> endpoint = Map.of(
                "merchantId", AttributeValue.fromS(person.id()),
                "endpointType", AttributeValue.fromS("websocket"),
                "connectionId", AttributeValue.fromS(connection),
                "isActive", AttributeValue.fromBool(true));
        client.putItem(request -> request.tableName(connections).item(row));
        client.putItem(request -> request.tableName(endpoints).item(endpoint));
        return new Change(List.of(row(connections, "PK", row), row(endpoints, "merchantId", endpoint)), List.of());
    }

    private static Row row(String table, String key, Map<String, AttributeValue> item) {
        String connection = Optional.ofNullable(item.get("connectionId"))
                .map(AttributeValue::s)
                .orElse("");
        return new Row(table + " " + item.get(key), connection, table + " " + new TreeMap<>(item));
    }

    @Override
    public Change disconnected(String connection, Instant at) {
        AttributeValue name = AttributeValue.fromS("CONNECTION#" + connection);
        client.deleteItem(request -> request.tableName(connections).key(Map.of("PK", name, "SK", name)));
        return new Change(List.of(), List.of(connections + " " + name));
    }

    @Override
    public boolean isThere(String connection) {
        AttributeValue name = AttributeValue.fromS("CONNECTION#" + connection);
        return client.getItem(request -> request.tableName(connections).key(Map.of("PK", name, "SK", name)))
                .hasItem();
    }

    @Override
    public List<String> connectionsOf(String business) {
        return client
                .query(request -> request.tableName(connections)
                        .indexName("GSI1")
                        .keyConditionExpression("GSI1PK = :business")
                        .expressionAttributeValues(Map.of(":business", AttributeValue.fromS("BUSINESS#" + business))))
                .items()
                .stream()
                .flatMap(item -> Optional.ofNullable(item.get("connectionId")).stream())
                .map(AttributeValue::s)
                .toList();
    }

    @Override
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        Map.of(connections, "PK", endpoints, "merchantId").forEach((table, key) -> client.scanPaginator(
                        request -> request.tableName(table).consistentRead(true))
                .items()
                .forEach(item -> rows.add(row(table, key, item))));
        return rows;
    }

    @Override
    public void close() {
        client.close();
    }
}
