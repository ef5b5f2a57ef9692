package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sweep.Extent;
import io.trunkline.core.sweep.SubscriptionScan;
import io.trunkline.routing.key.RoomKeyCodec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/**
 * The subscriptions for the sweep, read from the index by connection: it holds the keys alone, and a connection's rooms
 * stand together there. A page's cursor is a connection's id, a space, which no id has in it, and a room's key.
 */
public final class DynamoSubscriptionScan implements SubscriptionScan {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoSubscriptionScan.class);
    private static final char SEPARATOR = ' ';

    private final DynamoDbClient client;
    private final String table;

    public DynamoSubscriptionScan(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.subscriptions();
    }

    @Override
    public Page page(Optional<String> cursor, int limit) {
        ScanResponse response = client.scan(request -> {
            request.tableName(table)
                    .indexName(Attributes.BY_CONNECTION)
                    .limit(limit)
                    .returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
            cursor.ifPresent(last -> request.exclusiveStartKey(start(last)));
        });
        List<Place> places = new ArrayList<>();
        int unreadable = 0;
        for (Map<String, AttributeValue> item : response.items()) {
            Optional<Place> place = read(item);
            place.ifPresent(places::add);
            unreadable += place.isPresent() ? 0 : 1;
        }
        return new Page(
                places,
                unreadable,
                response.hasLastEvaluatedKey() ? Optional.of(cursor(response.lastEvaluatedKey())) : Optional.empty(),
                new Extent(
                        response.items().size(),
                        response.consumedCapacity() == null
                                ? 0
                                : response.consumedCapacity().capacityUnits()));
    }

    private static Optional<Place> read(Map<String, AttributeValue> item) {
        try {
            return Optional.of(new Place(
                    new ConnectionId(Items.requiredText(item, Attributes.CONNECTION_ID)),
                    RoomKeyCodec.decode(Items.requiredText(item, Attributes.ROOM))));
        } catch (RuntimeException e) {
            LOG.warn("a subscription of {} cannot be read: {}", item.get(Attributes.CONNECTION_ID), e.toString());
            return Optional.empty();
        }
    }

    private static String cursor(Map<String, AttributeValue> key) {
        return Items.requiredText(key, Attributes.CONNECTION_ID) + SEPARATOR + Items.requiredText(key, Attributes.ROOM);
    }

    private static Map<String, AttributeValue> start(String cursor) {
        int separator = cursor.indexOf(SEPARATOR);
        return Map.of(
                Attributes.CONNECTION_ID, Items.text(cursor.substring(0, separator)),
                Attributes.ROOM, Items.text(cursor.substring(separator + 1)));
    }

    @Override
    public boolean remove(Place place, Instant connectedBefore) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(Map.of(
                            Attributes.ROOM, Items.text(RoomKeyCodec.encode(place.room())),
                            Attributes.CONNECTION_ID,
                                    Items.text(place.connection().value())))
                    .conditionExpression("#expires < :bound")
                    .expressionAttributeNames(Map.of("#expires", Attributes.EXPIRES_AT))
                    .expressionAttributeValues(
                            Map.of(":bound", Items.seconds(ConnectionLifetime.expiresAt(connectedBefore)))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }
}
