package io.trunkline.core.dynamo;

import io.trunkline.core.limit.RateKey;
import io.trunkline.core.limit.TokenLeases;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.core.schema.TableLayout;
import java.time.Instant;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Leases in the events table: one item a key and window, which says how much of it is handed out. A lease is one update
 * under the condition that it fits; where it does not, the failed update tells what is left. One whose answer was lost
 * and that the SDK sends again counts twice, so the limit holds all the same.
 */
public final class DynamoTokenLeases implements TokenLeases {
    /** Others lease meanwhile, so what was left may be gone at the next try. */
    private static final int TRIES = 3;

    private final DynamoDbClient client;
    private final String table;

    public DynamoTokenLeases(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public Lease lease(RateKey key, long window, long wanted, long least, long limit, Instant forgetAt) {
        long asked = Math.min(wanted, limit);
        long left = limit;
        for (int attempt = 0; attempt < TRIES && asked >= least; attempt++) {
            Taken taken = take(key, window, asked, limit, forgetAt);
            left = Math.max(0, limit - taken.used());
            if (taken.granted()) {
                return new Lease(asked, left);
            }
            asked = Math.min(asked, left);
        }
        return new Lease(0, left);
    }

    private record Taken(boolean granted, long used) {}

    private Taken take(RateKey key, long window, long amount, long limit, Instant forgetAt) {
        try {
            Map<String, AttributeValue> updated = client.updateItem(update -> update.tableName(table)
                            .key(key(key, window))
                            .updateExpression("SET #expires = :expires ADD #used :amount")
                            .conditionExpression("attribute_not_exists(#used) OR #used <= :most")
                            .expressionAttributeNames(
                                    Map.of("#expires", Attributes.EXPIRES_AT, "#used", Attributes.USED))
                            .expressionAttributeValues(Map.of(
                                    ":expires", Items.seconds(forgetAt),
                                    ":amount", Items.number(amount),
                                    ":most", Items.number(limit - amount)))
                            .returnValues(ReturnValue.UPDATED_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
            return new Taken(true, Items.requiredNumber(updated, Attributes.USED));
        } catch (ConditionalCheckFailedException e) {
            return new Taken(false, Items.requiredNumber(e.item(), Attributes.USED));
        }
    }

    private static Map<String, AttributeValue> key(RateKey key, long window) {
        return Map.of(
                Attributes.ROOM, Items.text(RegistryKeys.rate(key.tenant(), key.kind(), key.subject())),
                Attributes.OFFSET, Items.number(window));
    }
}
