package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.sweep.ConnectionScan;
import io.trunkline.core.sweep.Extent;
import io.trunkline.core.sweep.SweptConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.BatchGetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.KeysAndAttributes;
import software.amazon.awssdk.services.dynamodb.model.ReturnConsumedCapacity;
import software.amazon.awssdk.services.dynamodb.model.ScanResponse;

/** The connections table for the sweep. A page's cursor is the last connection's id. */
public final class DynamoConnectionScan implements ConnectionScan {
    private static final Logger LOG = LoggerFactory.getLogger(DynamoConnectionScan.class);

    /** DynamoDB's bound on a BatchGetItem. */
    private static final int BATCH = 100;

    private static final int TRIES = 6;
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final DynamoDbClient client;
    private final String table;
    private final Sleeper sleeper;

    public DynamoConnectionScan(DynamoDbClient client, TableLayout layout, Sleeper sleeper) {
        this.client = client;
        this.table = layout.connections();
        this.sleeper = sleeper;
    }

    @Override
    public Page page(Optional<String> cursor, int limit) {
        ScanResponse response = client.scan(request -> {
            request.tableName(table).limit(limit).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL);
            cursor.ifPresent(last -> request.exclusiveStartKey(ConnectionItems.key(new ConnectionId(last))));
        });
        List<SweptConnection> rows = new ArrayList<>();
        int unreadable = 0;
        for (Map<String, AttributeValue> item : response.items()) {
            if (ConnectionItems.isConnection(item)) {
                Optional<SweptConnection> row = read(item);
                row.ifPresent(rows::add);
                unreadable += row.isPresent() ? 0 : 1;
            }
        }
        return new Page(
                rows,
                unreadable,
                response.hasLastEvaluatedKey()
                        ? Optional.of(Items.requiredText(response.lastEvaluatedKey(), Attributes.CONNECTION_ID))
                        : Optional.empty(),
                new Extent(response.items().size(), units(response.consumedCapacity())));
    }

    /** One damaged row must not hold up the sweep of all others, in this run and in every next. */
    private static Optional<SweptConnection> read(Map<String, AttributeValue> item) {
        try {
            return Optional.of(new SweptConnection(
                    ConnectionItems.read(item),
                    Items.number(item, Attributes.EXPIRY_TOLD_AT).map(Instant::ofEpochSecond),
                    Items.number(item, Attributes.RECONNECT_TOLD_AT).map(Instant::ofEpochSecond)));
        } catch (RuntimeException e) {
            LOG.warn("the row of connection {} cannot be read: {}", item.get(Attributes.CONNECTION_ID), e.toString());
            return Optional.empty();
        }
    }

    @Override
    public Found stored(Collection<ConnectionId> ids, Instant now) {
        List<ConnectionId> all = List.copyOf(new HashSet<>(ids));
        Set<ConnectionId> found = new HashSet<>();
        double units = 0;
        for (int from = 0; from < all.size(); from += BATCH) {
            units += batch(all.subList(from, Math.min(from + BATCH, all.size())), now, found);
        }
        return new Found(found, units);
    }

    private double batch(List<ConnectionId> ids, Instant now, Set<ConnectionId> found) {
        double units = 0;
        KeysAndAttributes left = KeysAndAttributes.builder()
                .keys(ids.stream().map(ConnectionItems::key).toList())
                .consistentRead(true)
                .projectionExpression("#id, #app, #expires")
                .expressionAttributeNames(Map.of(
                        "#id", Attributes.CONNECTION_ID,
                        "#app", Attributes.APP,
                        "#expires", Attributes.EXPIRES_AT))
                .build();
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Map<String, KeysAndAttributes> asked = Map.of(table, left);
            BatchGetItemResponse response = client.batchGetItem(
                    request -> request.requestItems(asked).returnConsumedCapacity(ReturnConsumedCapacity.TOTAL));
            response.responses().getOrDefault(table, List.of()).stream()
                    .filter(item -> ConnectionItems.isConnection(item) && !Items.expired(item, now))
                    .forEach(item -> found.add(new ConnectionId(Items.requiredText(item, Attributes.CONNECTION_ID))));
            units += response.consumedCapacity().stream()
                    .mapToDouble(ConsumedCapacity::capacityUnits)
                    .sum();
            KeysAndAttributes unprocessed = response.unprocessedKeys().get(table);
            if (unprocessed == null || !unprocessed.hasKeys()) {
                return units;
            }
            left = unprocessed;
            pause(attempt);
        }
        // who was not looked up must not be taken for gone
        throw new IllegalStateException("look-ups in " + table + " were left unprocessed; the table is throttled");
    }

    private void pause(int attempt) {
        try {
            sleeper.sleep(PAUSE.multipliedBy(1L << attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two tries of a batch", e);
        }
    }

    @Override
    public boolean tellExpiry(ConnectionId id, Instant now) {
        // a mark from before the expiry of the token that is there now is of an earlier token
        return mark(
                id,
                Attributes.EXPIRY_TOLD_AT,
                "attribute_exists(#app) AND #token <= :now AND (attribute_not_exists(#told) OR #told < #token)",
                Map.of("#token", Attributes.TOKEN_EXPIRES_AT),
                now);
    }

    @Override
    public boolean tellReconnect(ConnectionId id, Instant now) {
        return mark(
                id,
                Attributes.RECONNECT_TOLD_AT,
                "attribute_exists(#app) AND attribute_not_exists(#told)",
                Map.of(),
                now);
    }

    private boolean mark(ConnectionId id, String attribute, String condition, Map<String, String> more, Instant now) {
        Map<String, String> names = new HashMap<>(more);
        names.put("#app", Attributes.APP);
        names.put("#told", attribute);
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(ConnectionItems.key(id))
                    .updateExpression("SET #told = :now")
                    .conditionExpression(condition)
                    .expressionAttributeNames(names)
                    // rounded up: a grace that is counted from it is never short
                    .expressionAttributeValues(Map.of(":now", Items.seconds(now.plusMillis(999)))));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    private static double units(ConsumedCapacity consumed) {
        return consumed == null ? 0 : consumed.capacityUnits();
    }
}
