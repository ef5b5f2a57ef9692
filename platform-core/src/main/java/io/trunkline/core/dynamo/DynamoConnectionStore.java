package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.connection.SaveOutcome;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.route.Identity;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/** The connections table. */
public final class DynamoConnectionStore implements ConnectionStore {
    /** How long a disconnect that came first is remembered: longer than any connect can still be under way. */
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    /** DynamoDB's bound on a BatchGetItem. */
    private static final int MOST_IN_A_BATCH = 100;

    private final DynamoDbClient client;
    private final String table;

    public DynamoConnectionStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.connections();
    }

    @Override
    public SaveOutcome save(Connection connection) {
        try {
            client.putItem(request -> request.tableName(table)
                    .item(ConnectionItems.write(connection))
                    .conditionExpression("attribute_not_exists(#ended) and attribute_not_exists(#app)")
                    .expressionAttributeNames(Map.of("#ended", Attributes.ENDED, "#app", Attributes.APP))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return SaveOutcome.SAVED;
        } catch (ConditionalCheckFailedException e) {
            if (!ConnectionItems.isConnection(e.item())) {
                return SaveOutcome.OVERTAKEN;
            }
            // an id is never used twice, so this is the same connect tried again, or a second first frame
            Identity there = ConnectionItems.read(e.item()).principal().identity();
            return there.equals(connection.principal().identity()) ? SaveOutcome.SAVED : SaveOutcome.TAKEN;
        }
    }

    @Override
    public Optional<Connection> find(ConnectionId id, Instant now) {
        Map<String, AttributeValue> item = client.getItem(request ->
                        request.tableName(table).key(ConnectionItems.key(id)).consistentRead(true))
                .item();
        return ConnectionItems.isConnection(item) && !Items.expired(item, now)
                ? Optional.of(ConnectionItems.read(item))
                : Optional.empty();
    }

    @Override
    public boolean refresh(ConnectionId id, Principal principal) {
        Map<String, AttributeValue> token = PrincipalItems.token(principal);
        List<String> lacking = PrincipalItems.TOKEN.stream()
                .filter(name -> !token.containsKey(name))
                .toList();
        String set = token.keySet().stream().map(name -> name + " = :" + name).collect(Collectors.joining(", "));
        Map<String, AttributeValue> values =
                token.entrySet().stream().collect(Collectors.toMap(entry -> ":" + entry.getKey(), Map.Entry::getValue));
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(ConnectionItems.key(id))
                    .updateExpression("SET " + set + (lacking.isEmpty() ? "" : " REMOVE " + String.join(", ", lacking)))
                    .conditionExpression("attribute_exists(#app) and attribute_not_exists(#ended)")
                    .expressionAttributeNames(Map.of("#app", Attributes.APP, "#ended", Attributes.ENDED))
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    @Override
    public List<Connection> findAll(Collection<ConnectionId> ids, Instant now) {
        List<Connection> found = new ArrayList<>();
        List<ConnectionId> wanted = ids.stream().distinct().toList();
        for (int from = 0; from < wanted.size(); from += MOST_IN_A_BATCH) {
            List<ConnectionId> batch = wanted.subList(from, Math.min(wanted.size(), from + MOST_IN_A_BATCH));
            Map<String, KeysAndAttributes> left = Map.of(
                    table,
                    KeysAndAttributes.builder()
                            .keys(batch.stream().map(ConnectionItems::key).toList())
                            .consistentRead(true)
                            .build());
            while (!left.isEmpty()) {
                Map<String, KeysAndAttributes> asked = left;
                BatchGetItemResponse response = client.batchGetItem(request -> request.requestItems(asked));
                response.responses().getOrDefault(table, List.of()).stream()
                        .filter(item -> ConnectionItems.isConnection(item) && !Items.expired(item, now))
                        .map(ConnectionItems::read)
                        .forEach(found::add);
                left = response.unprocessedKeys();
                // a page is answered in part where the table is throttled; what gets no further is given up
                if (left.equals(asked)) {
                    throw new IllegalStateException("a batch of reads is throttled");
                }
            }
        }
        return found;
    }

    @Override
    public Optional<Connection> remove(ConnectionId id, Instant now) {
        Map<String, AttributeValue> removed = client.deleteItem(request ->
                        request.tableName(table).key(ConnectionItems.key(id)).returnValues(ReturnValue.ALL_OLD))
                .attributes();
        if (ConnectionItems.isConnection(removed)) {
            return Optional.of(ConnectionItems.read(removed));
        }
        return markEnded(id, now);
    }

    /**
     * Leaves the mark that the connect will meet. One atomic write that also tells what it overwrote: where the connect
     * came in between after all, its row is what this removes, and the mark does no harm.
     */
    private Optional<Connection> markEnded(ConnectionId id, Instant now) {
        Map<String, AttributeValue> before = client.updateItem(request -> request.tableName(table)
                        .key(ConnectionItems.key(id))
                        .updateExpression("SET #ended = :now, #expires = :later REMOVE #app")
                        .expressionAttributeNames(Map.of(
                                "#ended", Attributes.ENDED,
                                "#expires", Attributes.EXPIRES_AT,
                                "#app", Attributes.APP))
                        .expressionAttributeValues(Map.of(
                                ":now", Items.seconds(now),
                                ":later", Items.seconds(now.plus(REMEMBERED))))
                        .returnValues(ReturnValue.ALL_OLD))
                .attributes();
        return ConnectionItems.isConnection(before) ? Optional.of(ConnectionItems.read(before)) : Optional.empty();
    }
}
