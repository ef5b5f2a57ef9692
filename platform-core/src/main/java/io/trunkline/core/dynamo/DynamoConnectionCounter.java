package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * A count in one item of the events table, one attribute for each five minutes in which connections were made. A bucket
 * older than a connection can be counts no more, so what a lost disconnect left behind is forgotten in time.
 *
 * <p>One item takes about 1,000 writes a second, twice the account's quota of new connections.
 */
public final class DynamoConnectionCounter implements ConnectionCounter {
    private static final Pattern BUCKET_NAME = Pattern.compile("b[0-9]+");
    private static final Duration BUCKET = Duration.ofMinutes(5);
    private static final String PREFIX = "b";

    /** Dead buckets that are taken out together, in one write more: seldom, and long before the item weighs 1 KB. */
    private static final int DEAD_AT_ONCE = 30;

    private final DynamoDbClient client;
    private final String table;

    public DynamoConnectionCounter(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public long opened(TenantId tenant, Instant at) {
        return opened(RegistryKeys.connectionCounter(tenant), at);
    }

    @Override
    public long opened(TenantId tenant, String address, Instant at) {
        return opened(RegistryKeys.connectionCounter(tenant, address), at);
    }

    private long opened(String counter, Instant at) {
        Map<String, AttributeValue> buckets = client.updateItem(request -> request.tableName(table)
                        .key(key(counter))
                        .updateExpression("SET #expires = :expires ADD #bucket :one")
                        .expressionAttributeNames(
                                Map.of("#bucket", name(bucket(at)), "#expires", Attributes.EXPIRES_AT))
                        .expressionAttributeValues(Map.of(
                                ":one", Items.number(1),
                                ":expires", Items.seconds(ConnectionLifetime.expiresAt(at))))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();
        long first = firstLive(at);
        long count = 0;
        List<String> dead = new ArrayList<>();
        for (Map.Entry<String, AttributeValue> entry : buckets.entrySet()) {
            String name = entry.getKey();
            if (!BUCKET_NAME.matcher(name).matches()) {
                continue;
            }
            if (Long.parseLong(name.substring(PREFIX.length())) >= first) {
                count += Long.parseLong(entry.getValue().n());
            } else {
                dead.add(name);
            }
        }
        if (dead.size() >= DEAD_AT_ONCE) {
            forget(counter, dead);
        }
        return count;
    }

    private void forget(String counter, List<String> dead) {
        Map<String, String> names = new HashMap<>();
        // an expression holds 4 KB at most; what is left over goes the next time
        dead.stream().limit(2L * DEAD_AT_ONCE).forEach(name -> names.put("#" + name, name));
        client.updateItem(request -> request.tableName(table)
                .key(key(counter))
                .updateExpression("REMOVE " + String.join(", ", names.keySet()))
                .expressionAttributeNames(names));
    }

    @Override
    public void closed(TenantId tenant, Instant openedAt, Instant now) {
        closed(RegistryKeys.connectionCounter(tenant), openedAt, now);
    }

    @Override
    public void closed(TenantId tenant, String address, Instant openedAt, Instant now) {
        closed(RegistryKeys.connectionCounter(tenant, address), openedAt, now);
    }

    private void closed(String counter, Instant openedAt, Instant now) {
        if (bucket(openedAt) < firstLive(now)) {
            return;
        }
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key(counter))
                    .updateExpression("ADD #bucket :less")
                    .conditionExpression("#bucket > :none")
                    .expressionAttributeNames(Map.of("#bucket", name(bucket(openedAt))))
                    .expressionAttributeValues(Map.of(":less", Items.number(-1), ":none", Items.number(0))));
        } catch (ConditionalCheckFailedException e) {
            // it was never counted, or is forgotten already
        }
    }

    private static long bucket(Instant at) {
        return at.getEpochSecond() / BUCKET.toSeconds();
    }

    private static long firstLive(Instant now) {
        return bucket(now.minus(ConnectionLifetime.EXPIRES_AFTER));
    }

    private static String name(long bucket) {
        return PREFIX + bucket;
    }

    private static Map<String, AttributeValue> key(String counter) {
        return Map.of(
                Attributes.ROOM, Items.text(counter),
                Attributes.OFFSET, Items.number(0));
    }
}
