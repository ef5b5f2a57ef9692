package io.trunkline.core.dynamo;

import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.Position;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.RegistryKeys;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/** A claim's item of the events table. */
final class ClaimItems {
    private ClaimItems() {}

    static Map<String, AttributeValue> key(IdempotencyKey key) {
        return Map.of(
                Attributes.ROOM, Items.text(RegistryKeys.claim(key.tenant(), key.caller(), key.text())),
                Attributes.OFFSET, Items.number(0));
    }

    static Map<String, AttributeValue> fresh(ClaimStore.Request request) {
        Map<String, AttributeValue> item = new HashMap<>(key(request.key()));
        item.put(Attributes.FINGERPRINT, Items.text(request.fingerprint()));
        item.put(Attributes.OWNER, Items.text(request.owner()));
        item.put(Attributes.EVENT_ID, Items.text(request.eventId()));
        item.put(Attributes.EVENT_AT, Items.number(request.at().toEpochMilli()));
        item.put(Attributes.LEASE_UNTIL, Items.number(request.leaseUntil().toEpochMilli()));
        item.put(Attributes.EXPIRES_AT, expiry(request.leaseUntil()));
        return item;
    }

    /** Rounded up, so that nothing is forgotten within the time that is promised. */
    static AttributeValue expiry(Instant from) {
        return Items.seconds(from.plus(ClaimStore.KEPT).plusSeconds(1));
    }

    static Claim claim(IdempotencyKey key, Map<String, AttributeValue> item) {
        Map<RoomName, Position> positions = new HashMap<>();
        for (String name : item.keySet()) {
            if (name.startsWith(Attributes.POSITION_PREFIX)) {
                positions.put(
                        RoomName.parse(name.substring(Attributes.POSITION_PREFIX.length())),
                        Position.parse(Items.requiredText(item, name))
                                .orElseThrow(() -> new IllegalStateException("a claim holds what is no position")));
            }
        }
        return new Claim(
                key,
                Items.requiredText(item, Attributes.OWNER),
                Items.requiredText(item, Attributes.EVENT_ID),
                Instant.ofEpochMilli(Items.requiredNumber(item, Attributes.EVENT_AT)),
                positions);
    }

    /** The part of an append's transaction that notes the position, if the claim is still its owner's. */
    static TransactWriteItem noted(String table, Claim claim, RoomName room, Position position) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(key(claim.key()))
                        .updateExpression("SET #position = :position")
                        .conditionExpression("#owner = :owner AND attribute_not_exists(#position)")
                        .expressionAttributeNames(
                                Map.of("#position", Attributes.POSITION_PREFIX + room, "#owner", Attributes.OWNER))
                        .expressionAttributeValues(Map.of(
                                ":position", Items.text(position.toString()), ":owner", Items.text(claim.owner()))))
                .build();
    }
}
