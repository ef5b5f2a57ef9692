package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Arrivals;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Arrivals as an item of the events table, which has a time to live: one for each API, while its migration lasts. */
public final class DynamoArrivals implements Arrivals {
    private final DynamoDbClient client;
    private final String table;

    public DynamoArrivals(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    /** One read unit. */
    @Override
    public boolean areUnderWay(GatewayEndpoint api, Instant now) {
        Map<String, AttributeValue> item = client.getItem(
                        request -> request.tableName(table).key(key(api)).consistentRead(true))
                .item();
        return !item.isEmpty()
                && now.isBefore(Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.EXPIRES_AT)));
    }

    /** Says that connections of {@code api} are being brought along, until {@code until}, whatever was said before. */
    public void expect(GatewayEndpoint api, Instant until) {
        Map<String, AttributeValue> item = new HashMap<>(key(api));
        item.put(Attributes.EXPIRES_AT, Items.seconds(until));
        client.putItem(request -> request.tableName(table).item(item));
    }

    private static Map<String, AttributeValue> key(GatewayEndpoint api) {
        return Map.of(
                Attributes.ROOM, Items.text(RegistryKeys.arrivals(api.toString())), Attributes.OFFSET, Items.number(0));
    }
}
