package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.presence.Departure;
import io.trunkline.core.presence.EntityStay;
import io.trunkline.core.presence.PresencePage;
import io.trunkline.core.presence.PresenceStore;
import io.trunkline.core.presence.PresentEntity;
import io.trunkline.core.presence.Reminder;
import io.trunkline.core.presence.ReminderPage;
import io.trunkline.core.presence.Settlement;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.PresenceKeys;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.ReturnValue;
import software.amazon.awssdk.services.dynamodb.model.ReturnValuesOnConditionCheckFailure;

/**
 * Presence in the events table: one item an entity in a room, all its devices in it. DynamoDB orders the updates of one
 * item, and each tells what stood there before or after it, so the first to come and the last to go are known without a
 * read. Why so: docs/decisions/0010.
 */
public final class DynamoPresenceStore implements PresenceStore {
    /** Well beyond any device's end, so that DynamoDB deletes only what even a sweep has forgotten. */
    private static final Duration KEPT = ConnectionLifetime.EXPIRES_AFTER.plusDays(1);

    private final DynamoDbClient client;
    private final String table;

    public DynamoPresenceStore(DynamoDbClient client, TableLayout layout) {
        this.client = client;
        this.table = layout.events();
    }

    @Override
    public boolean join(
            RoomKey room, EntityRef entity, ConnectionId device, Instant expiresAt, Duration grace, Instant now) {
        Map<String, AttributeValue> before = client.updateItem(request -> request.tableName(table)
                        .key(PresenceItems.key(room, entity))
                        .updateExpression("SET #entity = :entity, #device = :end, #expires = :kept,"
                                + " #since = if_not_exists(#since, :now), #first = if_not_exists(#first, :me)"
                                + " REMOVE #left, #claimed ADD #version :one")
                        .expressionAttributeNames(Map.of(
                                "#entity", Attributes.PRESENT_ENTITY,
                                "#device", PresenceItems.device(device),
                                "#expires", Attributes.EXPIRES_AT,
                                "#since", Attributes.PRESENT_SINCE,
                                "#first", Attributes.PRESENT_FIRST,
                                "#left", Attributes.DEVICE_LEFT_AT,
                                "#claimed", Attributes.DEPARTURE_CLAIMED_AT,
                                "#version", Attributes.PRESENCE_VERSION))
                        .expressionAttributeValues(Map.of(
                                ":entity", Items.text(entity.toString()),
                                ":end", Items.seconds(expiresAt),
                                ":kept", Items.seconds(now.plus(KEPT)),
                                ":now", Items.number(now.toEpochMilli()),
                                ":me", Items.text(device.value()),
                                ":one", Items.number(1)))
                        .returnValues(ReturnValue.ALL_OLD))
                .attributes();
        EntityStay was = PresenceItems.stay(entity, before);
        boolean outstayed = was.since().isPresent() && !was.counts(grace, now);
        boolean joined = was.since().isEmpty() || outstayed || isOwnEarlierTry(before, device, now);
        if (outstayed) {
            beginAnew(room, entity, was, now);
        }
        if (joined) {
            remind(new Reminder(room, entity, expiresAt.plus(grace)));
        }
        return joined;
    }

    /** The SDK tries again where an answer was lost, and then finds what it did itself. */
    private static boolean isOwnEarlierTry(Map<String, AttributeValue> before, ConnectionId device, Instant now) {
        return Items.text(before, Attributes.PRESENT_FIRST)
                        .filter(device.value()::equals)
                        .isPresent()
                && Items.number(before, Attributes.PRESENT_SINCE)
                        .filter(at -> at == now.toEpochMilli())
                        .isPresent();
    }

    /** It came back after its time, before a sweep had found that out: it is there since now. */
    private void beginAnew(RoomKey room, EntityRef entity, EntityStay was, Instant now) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(PresenceItems.key(room, entity))
                    .updateExpression("SET #since = :now")
                    .conditionExpression("#since = :then")
                    .expressionAttributeNames(Map.of("#since", Attributes.PRESENT_SINCE))
                    .expressionAttributeValues(Map.of(
                            ":now", Items.number(now.toEpochMilli()),
                            ":then", Items.number(was.since().orElse(now).toEpochMilli()))));
        } catch (ConditionalCheckFailedException e) {
            // somebody else has seen to it
        }
    }

    @Override
    public void leave(RoomKey room, EntityRef entity, ConnectionId device, Duration grace, Instant now) {
        Map<String, AttributeValue> after;
        try {
            after = client.updateItem(request -> request.tableName(table)
                            .key(PresenceItems.key(room, entity))
                            .updateExpression("SET #left = :now REMOVE #device ADD #version :one")
                            // leaving again and again must not put off the end of the grace
                            .conditionExpression("attribute_exists(#device)")
                            .expressionAttributeNames(Map.of(
                                    "#left", Attributes.DEVICE_LEFT_AT,
                                    "#device", PresenceItems.device(device),
                                    "#version", Attributes.PRESENCE_VERSION))
                            .expressionAttributeValues(
                                    Map.of(":now", Items.number(now.toEpochMilli()), ":one", Items.number(1)))
                            .returnValues(ReturnValue.ALL_NEW)
                            .returnValuesOnConditionCheckFailure(ReturnValuesOnConditionCheckFailure.ALL_OLD))
                    .attributes();
        } catch (ConditionalCheckFailedException e) {
            // not there; but where it left before and nobody was reminded, this is what a repeat is for
            after = e.hasItem() ? e.item() : Map.of();
        }
        EntityStay stay = PresenceItems.stay(entity, after);
        if (stay.since().isPresent() && stay.liveDevices(now) == 0) {
            remind(new Reminder(room, entity, stay.due(grace, now)));
        }
    }

    private void remind(Reminder reminder) {
        client.putItem(request -> request.tableName(table).item(PresenceItems.write(reminder)));
    }

    @Override
    public Optional<EntityRef> entityOf(RoomKey room, ConnectionId device) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .keyConditionExpression("#room = :room")
                .filterExpression("attribute_exists(#device)")
                .expressionAttributeNames(Map.of("#room", Attributes.ROOM, "#device", PresenceItems.device(device)))
                .expressionAttributeValues(Map.of(":room", Items.text(PresenceKeys.room(room))))
                .consistentRead(true)
                .build();
        return client.queryPaginator(query).items().stream()
                .findFirst()
                .map(item -> EntityRef.parse(Items.requiredText(item, Attributes.PRESENT_ENTITY)));
    }

    @Override
    public PresencePage page(RoomKey room, Optional<String> after, int limit, Duration grace, Instant now) {
        QueryResponse response = client.query(request -> {
            request.tableName(table)
                    .keyConditionExpression("#room = :room")
                    .expressionAttributeNames(Map.of("#room", Attributes.ROOM))
                    .expressionAttributeValues(Map.of(":room", Items.text(PresenceKeys.room(room))))
                    .consistentRead(true)
                    .limit(limit);
            after.ifPresent(place -> request.exclusiveStartKey(PresenceItems.key(room, place)));
        });
        List<PresencePage.Placed> entities = new ArrayList<>();
        for (Map<String, AttributeValue> item : response.items()) {
            EntityStay stay = PresenceItems.stay(item);
            if (stay.counts(grace, now)) {
                entities.add(new PresencePage.Placed(
                        new PresentEntity(
                                stay.entity(),
                                stay.liveDevices(now),
                                stay.since().orElseThrow()),
                        place(item)));
            }
        }
        return new PresencePage(entities, next(response));
    }

    @Override
    public int parts() {
        return PresenceKeys.REMINDER_PARTS;
    }

    @Override
    public ReminderPage due(int part, Optional<String> after, int limit, Instant now) {
        QueryResponse response = client.query(request -> {
            request.tableName(table)
                    .keyConditionExpression("#room = :part AND #offset < :until")
                    .expressionAttributeNames(Map.of("#room", Attributes.ROOM, "#offset", Attributes.OFFSET))
                    .expressionAttributeValues(Map.of(
                            ":part", Items.text(PresenceKeys.reminders(part)),
                            ":until", AttributeValue.fromN(PresenceKeys.remindersUntil(now))))
                    .limit(limit);
            after.ifPresent(place -> request.exclusiveStartKey(PresenceItems.reminderKey(part, place)));
        });
        return new ReminderPage(
                response.items().stream().map(PresenceItems::reminder).toList(), next(response));
    }

    private static Optional<String> next(QueryResponse response) {
        return response.hasLastEvaluatedKey() ? Optional.of(place(response.lastEvaluatedKey())) : Optional.empty();
    }

    private static String place(Map<String, AttributeValue> item) {
        return Optional.ofNullable(item.get(Attributes.OFFSET))
                .map(AttributeValue::n)
                .orElseThrow(() -> new IllegalStateException("an item lacks " + Attributes.OFFSET));
    }

    @Override
    public Settlement settle(Reminder reminder, Duration grace, Instant now) {
        Map<String, AttributeValue> item = client.getItem(request -> request.tableName(table)
                        .key(PresenceItems.key(reminder.room(), reminder.entity()))
                        .consistentRead(true))
                .item();
        if (item.isEmpty()) {
            forget(reminder);
            return new Settlement.Stays();
        }
        EntityStay stay = PresenceItems.stay(item);
        Instant due = stay.due(grace, now);
        if (due.isAfter(now)) {
            Reminder next = new Reminder(reminder.room(), reminder.entity(), due);
            remind(next);
            forgetGhosts(next, stay, now);
            if (due.getEpochSecond() != reminder.due().getEpochSecond()) {
                forget(reminder);
            }
            return new Settlement.Stays();
        }
        return stay.isClaimed(now) ? new Settlement.Busy() : claim(reminder, stay, now);
    }

    private Settlement claim(Reminder reminder, EntityStay stay, Instant now) {
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(PresenceItems.key(reminder.room(), reminder.entity()))
                    .updateExpression("SET #claimed = :now REMOVE #since, #first ADD #version :one")
                    .conditionExpression("#version = :version")
                    .expressionAttributeNames(Map.of(
                            "#claimed", Attributes.DEPARTURE_CLAIMED_AT,
                            "#since", Attributes.PRESENT_SINCE,
                            "#first", Attributes.PRESENT_FIRST,
                            "#version", Attributes.PRESENCE_VERSION))
                    .expressionAttributeValues(Map.of(
                            ":now", Items.number(now.toEpochMilli()),
                            ":one", Items.number(1),
                            ":version", Items.number(stay.version()))));
            Instant at = stay.awaySince(now).orElse(now);
            return new Settlement.Left(new Departure(reminder, at, stay.version() + 1));
        } catch (ConditionalCheckFailedException e) {
            return new Settlement.Busy();
        }
    }

    /** Takes out devices whose disconnect was lost, so that the item of who never leaves does not grow. */
    private void forgetGhosts(Reminder of, EntityStay stay, Instant now) {
        Map<String, String> names = new HashMap<>();
        stay.devices().forEach((device, end) -> {
            // an expression holds 4 KB at most; what is left over goes the next time
            if (!end.isAfter(now) && names.size() < 20) {
                names.put("#ghost" + names.size(), PresenceItems.device(device));
            }
        });
        if (!names.isEmpty() && stay.liveDevices(now) > 0) {
            client.updateItem(request -> request.tableName(table)
                    .key(PresenceItems.key(of.room(), of.entity()))
                    .updateExpression("REMOVE " + String.join(", ", names.keySet()))
                    .expressionAttributeNames(names));
        }
    }

    @Override
    public void announced(Departure departure) {
        Reminder reminder = departure.reminder();
        try {
            client.deleteItem(request -> request.tableName(table)
                    .key(PresenceItems.key(reminder.room(), reminder.entity()))
                    .conditionExpression("#version = :version")
                    .expressionAttributeNames(Map.of("#version", Attributes.PRESENCE_VERSION))
                    .expressionAttributeValues(Map.of(":version", Items.number(departure.version()))));
        } catch (ConditionalCheckFailedException e) {
            // it has come back, with a reminder of its own
        }
        forget(reminder);
    }

    private void forget(Reminder reminder) {
        client.deleteItem(request -> request.tableName(table).key(PresenceItems.reminderKey(reminder)));
    }
}
