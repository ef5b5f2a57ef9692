package io.trunkline.core.dynamo;

import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimOutcome;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Claims in the events table, one item a key. A claim is a put under the condition that nobody has one that lives;
 * where somebody does, the failed put brings that one back, so no read is needed. docs/decisions/0011 says why.
 */
public final class DynamoClaimStore implements ClaimStore {
    private final DynamoDbClient client;
    private final String table;

    public DynamoClaimStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public ClaimOutcome claim(Request request, Instant now) {
        Map<String, AttributeValue> fresh = ClaimItems.fresh(request);
        try {
            client.putItem(put -> put.tableName(table)
                    .item(fresh)
                    .conditionExpression("attribute_not_exists(#room) OR #expires <= :now")
                    .expressionAttributeNames(Map.of("#room", Attributes.ROOM, "#expires", Attributes.EXPIRES_AT))
                    .expressionAttributeValues(Map.of(":now", Items.seconds(now)))
                    .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD));
            return new ClaimOutcome.Claimed(ClaimItems.claim(request.key(), fresh));
        } catch (ConditionalCheckFailedException e) {
            return met(request, e.item(), now);
        }
    }

    private ClaimOutcome met(Request request, Map<String, AttributeValue> item, Instant now) {
        if (!Items.requiredText(item, Attributes.FINGERPRINT).equals(request.fingerprint())) {
            return new ClaimOutcome.Conflict();
        }
        Optional<String> outcome = Items.text(item, Attributes.OUTCOME);
        if (outcome.isPresent()) {
            return new ClaimOutcome.Done(outcome.get());
        }
        if (isOwn(request, item)) {
            // the answer to an earlier try of the SDK's was lost
            return new ClaimOutcome.Claimed(ClaimItems.claim(request.key(), item));
        }
        Instant lease = lease(item);
        return lease.isAfter(now) ? new ClaimOutcome.InProgress(lease) : takenOver(request, item);
    }

    private ClaimOutcome takenOver(Request request, Map<String, AttributeValue> from) {
        try {
            Map<String, AttributeValue> taken = client.updateItem(update -> update.tableName(table)
                            .key(ClaimItems.key(request.key()))
                            .updateExpression("SET #owner = :owner, #lease = :lease, #expires = :expires")
                            .conditionExpression("#owner = :was AND #lease = :ended AND attribute_not_exists(#outcome)")
                            .expressionAttributeNames(Map.of(
                                    "#owner", Attributes.OWNER,
                                    "#lease", Attributes.LEASE_UNTIL,
                                    "#expires", Attributes.EXPIRES_AT,
                                    "#outcome", Attributes.OUTCOME))
                            .expressionAttributeValues(Map.of(
                                    ":owner", Items.text(request.owner()),
                                    ":lease", Items.number(request.leaseUntil().toEpochMilli()),
                                    ":expires", ClaimItems.expiry(request.leaseUntil()),
                                    ":was", Items.text(Items.requiredText(from, Attributes.OWNER)),
                                    ":ended", Items.number(lease(from).toEpochMilli())))
                            .returnValues(ReturnValue.ALL_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
            return new ClaimOutcome.Claimed(ClaimItems.claim(request.key(), taken));
        } catch (ConditionalCheckFailedException e) {
            if (e.hasItem() && isOwn(request, e.item())) {
                return new ClaimOutcome.Claimed(ClaimItems.claim(request.key(), e.item()));
            }
            // somebody else took over first, or the outcome came after all: the next time of asking tells
            return new ClaimOutcome.InProgress(request.leaseUntil());
        }
    }

    @Override
    public void complete(Claim claim, String outcome, Instant now) {
        update(
                claim,
                "SET #outcome = :outcome, #expires = :expires",
                Map.of("#outcome", Attributes.OUTCOME, "#expires", Attributes.EXPIRES_AT, "#owner", Attributes.OWNER),
                Map.of(
                        ":outcome", Items.text(outcome),
                        ":expires", ClaimItems.expiry(now),
                        ":owner", Items.text(claim.owner())));
    }

    @Override
    public void release(Claim claim) {
        update(
                claim,
                "SET #lease = :ended",
                Map.of("#lease", Attributes.LEASE_UNTIL, "#owner", Attributes.OWNER),
                Map.of(":ended", Items.number(0), ":owner", Items.text(claim.owner())));
    }

    private void update(Claim claim, String expression, Map<String, String> names, Map<String, AttributeValue> values) {
        try {
            client.updateItem(update -> update.tableName(table)
                    .key(ClaimItems.key(claim.key()))
                    .updateExpression(expression)
                    .conditionExpression("#owner = :owner")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
        } catch (ConditionalCheckFailedException e) {
            // somebody took over, and the outcome is theirs to tell
        }
    }

    private static boolean isOwn(Request request, Map<String, AttributeValue> item) {
        return Items.requiredText(item, Attributes.OWNER).equals(request.owner());
    }

    private static Instant lease(Map<String, AttributeValue> item) {
        return Instant.ofEpochMilli(Items.requiredNumber(item, Attributes.LEASE_UNTIL));
    }
}
