package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;

/**
 * A tenant's count in one item of the events table, one attribute for each five minutes in which connections were made.
 * A bucket older than a connection can be counts no more, so what a lost disconnect left behind is forgotten in time.
 *
 * <p>One item takes about 1,000 writes a second, twice the account's quota of new connections.
 */
public final class DynamoConnectionCounter implements ConnectionCounter {
    private static final Duration BUCKET = Duration.ofMinutes(5);
    private static final String PREFIX = "b";

    private final DynamoDbClient client;
    private final String table;

    public DynamoConnectionCounter(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public long opened(TenantId tenant, Instant at) {
        Map<String, AttributeValue> buckets = client.updateItem(request -> request.tableName(table)
                        .key(key(tenant))
                        .updateExpression("SET #expires = :expires REMOVE #old ADD #bucket :one")
                        .expressionAttributeNames(Map.of(
                                "#bucket", name(bucket(at)),
                                // the one that leaves the window now; a bucket that nobody removes counts for nothing
                                "#old", name(firstLive(at) - 1),
                                "#expires", Attributes.EXPIRES_AT))
                        .expressionAttributeValues(Map.of(
                                ":one", Items.number(1),
                                ":expires", Items.seconds(ConnectionLifetime.expiresAt(at))))
                        .returnValues(ReturnValue.ALL_NEW))
                .attributes();
        long first = firstLive(at);
        long count = 0;
        for (Map.Entry<String, AttributeValue> entry : buckets.entrySet()) {
            String name = entry.getKey();
            if (name.startsWith(PREFIX)
                    && name.length() > 1
                    && Character.isDigit(name.charAt(1))
                    && Long.parseLong(name.substring(1)) >= first) {
                count += Long.parseLong(entry.getValue().n());
            }
        }
        return count;
    }

    @Override
    public void closed(TenantId tenant, Instant openedAt, Instant now) {
        if (bucket(openedAt) < firstLive(now)) {
            return;
        }
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(key(tenant))
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

    private static Map<String, AttributeValue> key(TenantId tenant) {
        return Map.of(
                Attributes.ROOM, Items.text(RegistryKeys.connectionCounter(tenant)),
                Attributes.OFFSET, Items.number(0));
    }
}
