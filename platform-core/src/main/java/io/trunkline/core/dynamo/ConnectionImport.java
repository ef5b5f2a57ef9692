package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;

/**
 * The connections table as a migration writes it: a row is added where none stands, and taken back where it is still
 * the one that was added. What the platform itself has written, of a connection or of its end, always wins.
 */
public final class ConnectionImport {
    /** What stands in the table under a connection's id. */
    public sealed interface Standing {
        /** A connection. */
        record Stored(Connection connection) implements Standing {}

        /** The mark of a disconnect. */
        record Ended() implements Standing {}
    }

    /** DynamoDB's bound on a BatchGetItem. */
    public static final int MOST_AT_ONCE = 100;

    private final DynamoDbClient client;
    private final String table;

    public ConnectionImport(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.connections();
    }

    /** What stands under these ids, of which there are at most {@link #MOST_AT_ONCE}; one consistent read each. */
    public Map<ConnectionId, Standing> standing(Collection<ConnectionId> ids) {
        Map<ConnectionId, Standing> found = new HashMap<>();
        Map<String, KeysAndAttributes> left = ids.isEmpty()
                ? Map.of()
                : Map.of(
                        table,
                        KeysAndAttributes.builder()
                                .keys(ids.stream()
                                        .distinct()
                                        .map(ConnectionItems::key)
                                        .toList())
                                .consistentRead(true)
                                .build());
        while (!left.isEmpty()) {
            Map<String, KeysAndAttributes> asked = left;
            var response = client.batchGetItem(request -> request.requestItems(asked));
            for (Map<String, AttributeValue> item : response.responses().getOrDefault(table, List.of())) {
                found.put(
                        new ConnectionId(Items.requiredText(item, Attributes.CONNECTION_ID)),
                        ConnectionItems.isConnection(item)
                                ? new Standing.Stored(ConnectionItems.read(item))
                                : new Standing.Ended());
            }
            left = response.unprocessedKeys();
        }
        return found;
    }

    /** Adds a row; one write. False where one stands there already, or the mark of its end. */
    public boolean add(Connection connection) {
        try {
            client.putItem(request -> request.tableName(table)
                    .item(ConnectionItems.write(connection))
                    .conditionExpression("attribute_not_exists(#id)")
                    .expressionAttributeNames(Map.of("#id", Attributes.CONNECTION_ID)));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /**
     * Takes back a row that was added; one write. False where it is not there any more, or another stands there. What
     * the sweep noted in it meanwhile goes with it.
     */
    public boolean takeBack(Connection added) {
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(ConnectionItems.key(added.id()))
                    .conditionExpression("#app = :app and #endpoint = :endpoint and #at = :at")
                    .expressionAttributeNames(Map.of(
                            "#app", Attributes.APP,
                            "#endpoint", Attributes.ENDPOINT,
                            "#at", Attributes.CONNECTED_AT))
                    .expressionAttributeValues(Map.of(
                            ":app",
                            Items.text(added.principal().identity().app().toString()),
                            ":endpoint",
                            Items.text(added.endpoint().toString()),
                            ":at",
                            Items.number(added.connectedAt().toEpochMilli()))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** The connection that stands there. */
    public static Optional<Connection> stored(Optional<Standing> standing) {
        return standing.flatMap(found -> switch (found) {
            case Standing.Stored stored -> Optional.of(stored.connection());
            case Standing.Ended _ -> Optional.empty();
        });
    }
}
