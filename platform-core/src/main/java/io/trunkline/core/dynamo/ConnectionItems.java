package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.schema.Attributes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A connection as an item. No token is ever part of it. */
final class ConnectionItems {
    private ConnectionItems() {}

    static Map<String, AttributeValue> key(ConnectionId id) {
        return Map.of(Attributes.CONNECTION_ID, Items.text(id.value()));
    }

    static Map<String, AttributeValue> write(Connection connection) {
        Map<String, AttributeValue> item = new HashMap<>(key(connection.id()));
        PrincipalItems.put(item, connection.principal());
        item.put(Attributes.ENDPOINT, Items.text(connection.endpoint().toString()));
        item.put(Attributes.DIALECT, Items.text(connection.dialect()));
        connection.platform().ifPresent(platform -> item.put(Attributes.PLATFORM, Items.text(platform)));
        item.put(Attributes.CONNECTED_AT, Items.number(connection.connectedAt().toEpochMilli()));
        item.put(Attributes.EXPIRES_AT, Items.seconds(connection.expiresAt()));
        connection.device().ifPresent(device -> item.put(Attributes.DEVICE, Items.text(device)));
        connection.address().ifPresent(address -> item.put(Attributes.ADDRESS, Items.text(address)));
        return item;
    }

    static Connection read(Map<String, AttributeValue> item) {
        return new Connection(
                new ConnectionId(Items.requiredText(item, Attributes.CONNECTION_ID)),
                PrincipalItems.read(item),
                GatewayEndpoint.parse(Items.requiredText(item, Attributes.ENDPOINT)),
                Items.requiredText(item, Attributes.DIALECT),
                Items.text(item, Attributes.PLATFORM),
                Instant.ofEpochMilli(Items.requiredNumber(item, Attributes.CONNECTED_AT)),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.EXPIRES_AT)),
                Items.text(item, Attributes.DEVICE),
                Items.text(item, Attributes.ADDRESS));
    }

    /** Whether the item stands for a connection, and not for a disconnect that came first. */
    static boolean isConnection(Map<String, AttributeValue> item) {
        return item.containsKey(Attributes.APP);
    }
}
