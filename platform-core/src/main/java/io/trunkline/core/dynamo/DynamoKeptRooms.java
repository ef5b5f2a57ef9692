package io.trunkline.core.dynamo;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.KeptRoomsKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.DeviceKey;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Kept rooms, one item a device, in the events table, which has a time to live. */
public final class DynamoKeptRooms implements KeptRooms {
    private final DynamoDbClient client;
    private final String table;

    public DynamoKeptRooms(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public void keep(DeviceKey device, Set<RoomName.Topic> rooms, Instant until) {
        Map<String, AttributeValue> item = new HashMap<>(key(device));
        item.put(
                Attributes.KEPT_ROOMS,
                Items.texts(rooms.stream().map(RoomName::toString).limit(MOST).collect(Collectors.toSet())));
        item.put(Attributes.EXPIRES_AT, Items.seconds(until));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public Set<RoomName.Topic> of(DeviceKey device, Instant now) {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(table).key(key(device)).consistentRead(true))
                .item();
        if (item.isEmpty() || Items.expired(item, now)) {
            return Set.of();
        }
        return Items.texts(item, Attributes.KEPT_ROOMS).stream()
                .map(RoomName::parse)
                .filter(RoomName.Topic.class::isInstance)
                .map(RoomName.Topic.class::cast)
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void forget(DeviceKey device) {
        client.deleteItem(request -> request.tableName(table).key(key(device)));
    }

    private static Map<String, AttributeValue> key(DeviceKey device) {
        return Map.of(
                Attributes.ROOM,
                Items.text(KeptRoomsKeys.of(device.app(), device.user(), device.device())),
                Attributes.OFFSET,
                Items.number(0));
    }
}
