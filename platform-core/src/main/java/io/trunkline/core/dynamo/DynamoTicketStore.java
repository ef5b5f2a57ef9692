package io.trunkline.core.dynamo;

import io.trunkline.core.auth.Ticket;
import io.trunkline.core.auth.TicketKey;
import io.trunkline.core.auth.TicketStore;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.AppKey;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.DeleteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * Tickets, as items of the events table, which has a time to live. A conditional delete takes one, so that of several
 * clients that come with it one gets it. Where the answer to that delete is lost and it is tried again nobody does.
 */
public final class DynamoTicketStore implements TicketStore {
    private final DynamoDbClient client;
    private final String table;

    public DynamoTicketStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public void put(TicketKey key, Ticket ticket) {
        Map<String, AttributeValue> item = new HashMap<>(key(key));
        PrincipalItems.put(item, ticket.principal());
        item.put(Attributes.EXPIRES_AT, Items.seconds(ticket.usableUntil()));
        client.putItem(request -> request.tableName(table).item(item));
    }

    @Override
    public Optional<Ticket> take(TicketKey key, Optional<AppKey> app, Instant now) {
        Map<String, String> names = new HashMap<>(Map.of("#until", Attributes.EXPIRES_AT));
        Map<String, AttributeValue> values = new HashMap<>(Map.of(":now", Items.seconds(now)));
        app.ifPresent(wanted -> {
            names.put("#app", Attributes.APP);
            values.put(":app", Items.text(wanted.toString()));
        });
        try {
            Map<String, AttributeValue> item = client.deleteItem(DeleteItemRequest.builder()
                            .tableName(table)
                            .key(key(key))
                            .conditionExpression(app.isPresent() ? "#until > :now and #app = :app" : "#until > :now")
                            .expressionAttributeNames(names)
                            .expressionAttributeValues(values)
                            .returnValues(ReturnValue.ALL_OLD)
                            .build())
                    .attributes();
            return Optional.of(new Ticket(
                    PrincipalItems.read(item),
                    Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.EXPIRES_AT))));
        } catch (ConditionalCheckFailedException e) {
            return Optional.empty();
        }
    }

    private static Map<String, AttributeValue> key(TicketKey key) {
        return Map.of(
                Attributes.ROOM,
                Items.text(RegistryKeys.ticket(key.tenant(), key.hash())),
                Attributes.OFFSET,
                Items.number(0));
    }
}
