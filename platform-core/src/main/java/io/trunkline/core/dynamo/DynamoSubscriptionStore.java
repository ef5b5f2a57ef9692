package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/** The subscriptions table. */
public final class DynamoSubscriptionStore implements SubscriptionStore {
    private final DynamoDbClient client;
    private final String table;
    private final BatchWriter batches;

    public DynamoSubscriptionStore(DynamoDbClient client, TableLayout layout, BatchWriter batches) {
        this.client = client;
        this.table = layout.subscriptions();
        this.batches = batches;
    }

    @Override
    public void join(Collection<Subscription> subscriptions) {
        if (subscriptions.size() == 1) {
            Subscription only = subscriptions.iterator().next();
            client.putItem(request -> request.tableName(table).item(write(only)));
            return;
        }
        // a batch that names one key twice is refused as a whole
        Map<Map<String, AttributeValue>, Subscription> byKey = new LinkedHashMap<>();
        subscriptions.forEach(
                subscription -> byKey.put(key(subscription.room(), subscription.connectionId()), subscription));
        batches.write(
                table,
                byKey.values().stream()
                        .map(subscription -> WriteRequest.builder()
                                .putRequest(put -> put.item(write(subscription)))
                                .build())
                        .toList());
    }

    @Override
    public void leave(ConnectionId connection, Collection<RoomShard> rooms) {
        if (rooms.size() == 1) {
            RoomShard only = rooms.iterator().next();
            client.deleteItem(request -> request.tableName(table).key(key(only, connection)));
            return;
        }
        batches.write(
                table,
                rooms.stream()
                        .distinct()
                        .map(room -> WriteRequest.builder()
                                .deleteRequest(delete -> delete.key(key(room, connection)))
                                .build())
                        .toList());
    }

    @Override
    public boolean expel(ConnectionId connection, RoomShard room) {
        return client.deleteItem(request ->
                        request.tableName(table).key(key(room, connection)).returnValues(ReturnValue.ALL_OLD))
                .hasAttributes();
    }

    @Override
    public List<RoomShard> roomsOf(ConnectionId connection) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .indexName(Attributes.BY_CONNECTION)
                .keyConditionExpression("#connection = :connection")
                .expressionAttributeNames(Map.of("#connection", Attributes.CONNECTION_ID))
                .expressionAttributeValues(Map.of(":connection", Items.text(connection.value())))
                .build();
        return client.queryPaginator(query).items().stream()
                .map(item -> RoomKeyCodec.decode(Items.requiredText(item, Attributes.ROOM)))
                .toList();
    }

    @Override
    public SubscriptionPage page(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        return page(room, after, limit, now, false);
    }

    @Override
    public SubscriptionPage freshPage(RoomShard room, Optional<ConnectionId> after, int limit, Instant now) {
        return page(room, after, limit, now, true);
    }

    private SubscriptionPage page(
            RoomShard room, Optional<ConnectionId> after, int limit, Instant now, boolean consistent) {
        QueryResponse response = client.query(request -> {
            request.tableName(table)
                    .keyConditionExpression("#room = :room")
                    .expressionAttributeNames(Map.of("#room", Attributes.ROOM))
                    .expressionAttributeValues(Map.of(":room", Items.text(RoomKeyCodec.encode(room))))
                    .consistentRead(consistent)
                    .limit(limit);
            after.ifPresent(connection -> request.exclusiveStartKey(key(room, connection)));
        });
        List<Subscription> live = response.items().stream()
                .filter(item -> !Items.expired(item, now))
                .map(item -> read(room, item))
                .toList();
        return new SubscriptionPage(
                live,
                response.hasLastEvaluatedKey()
                        ? Optional.of(new ConnectionId(
                                Items.requiredText(response.lastEvaluatedKey(), Attributes.CONNECTION_ID)))
                        : Optional.empty());
    }

    private static Map<String, AttributeValue> key(RoomShard room, ConnectionId connection) {
        return Map.of(
                Attributes.ROOM, Items.text(RoomKeyCodec.encode(room)),
                Attributes.CONNECTION_ID, Items.text(connection.value()));
    }

    private static Map<String, AttributeValue> write(Subscription subscription) {
        Map<String, AttributeValue> item = new HashMap<>(key(subscription.room(), subscription.connectionId()));
        item.put(Attributes.SHORT_ENDPOINT, Items.text(subscription.endpoint().toString()));
        item.put(Attributes.SHORT_DIALECT, Items.text(subscription.dialect()));
        item.put(Attributes.EXPIRES_AT, Items.seconds(subscription.expiresAt()));
        return item;
    }

    private static Subscription read(RoomShard room, Map<String, AttributeValue> item) {
        return new Subscription(
                room,
                new ConnectionId(Items.requiredText(item, Attributes.CONNECTION_ID)),
                GatewayEndpoint.parse(Items.requiredText(item, Attributes.SHORT_ENDPOINT)),
                Items.requiredText(item, Attributes.SHORT_DIALECT),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.EXPIRES_AT)));
    }
}
