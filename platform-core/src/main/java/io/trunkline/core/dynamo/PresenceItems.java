package io.trunkline.core.dynamo;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.presence.EntityStay;
import io.trunkline.core.presence.Reminder;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.PresenceKeys;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * An entity in a room, and a reminder, as items of the events table. The devices of an entity are attributes of its one
 * item, so that one write of it is atomic for all of them, and costs a unit up to about 20 devices.
 */
final class PresenceItems {
    /** Until DynamoDB may delete a reminder that no sweep has come for. */
    private static final Duration REMINDER_KEPT = Duration.ofDays(7);

    private PresenceItems() {}

    static Map<String, AttributeValue> key(RoomKey room, EntityRef entity) {
        return key(room, PresenceKeys.entity(entity));
    }

    static Map<String, AttributeValue> key(RoomKey room, String place) {
        return Map.of(
                Attributes.ROOM, Items.text(PresenceKeys.room(room)), Attributes.OFFSET, AttributeValue.fromN(place));
    }

    static String device(ConnectionId connection) {
        return Attributes.DEVICE_PREFIX + connection.value();
    }

    /** What stands in an entity's item; one that is not there is an entity that never was. */
    static EntityStay stay(EntityRef entity, Map<String, AttributeValue> item) {
        Map<ConnectionId, Instant> devices = new HashMap<>();
        item.forEach((name, value) -> {
            if (name.startsWith(Attributes.DEVICE_PREFIX)) {
                devices.put(
                        new ConnectionId(name.substring(Attributes.DEVICE_PREFIX.length())),
                        Instant.ofEpochSecond(Long.parseLong(value.n())));
            }
        });
        return new EntityStay(
                entity,
                devices,
                Items.number(item, Attributes.PRESENT_SINCE).map(Instant::ofEpochMilli),
                Items.number(item, Attributes.DEVICE_LEFT_AT).map(Instant::ofEpochMilli),
                Items.number(item, Attributes.PRESENCE_VERSION).orElse(0L),
                Items.number(item, Attributes.DEPARTURE_CLAIMED_AT).map(Instant::ofEpochMilli));
    }

    static EntityStay stay(Map<String, AttributeValue> item) {
        return stay(EntityRef.parse(Items.requiredText(item, Attributes.PRESENT_ENTITY)), item);
    }

    static Map<String, AttributeValue> reminderKey(Reminder reminder) {
        return reminderKey(
                PresenceKeys.reminderPart(reminder.room()),
                PresenceKeys.reminder(reminder.room(), reminder.entity(), reminder.due()));
    }

    static Map<String, AttributeValue> reminderKey(int part, String place) {
        return Map.of(
                Attributes.ROOM, Items.text(PresenceKeys.reminders(part)),
                Attributes.OFFSET, AttributeValue.fromN(place));
    }

    static Map<String, AttributeValue> write(Reminder reminder) {
        Map<String, AttributeValue> item = new HashMap<>(reminderKey(reminder));
        item.put(Attributes.REMINDER_ROOM, Items.text(RoomKeyCodec.encode(new RoomShard(reminder.room(), 0))));
        item.put(Attributes.PRESENT_ENTITY, Items.text(reminder.entity().toString()));
        item.put(Attributes.REMINDER_DUE, Items.seconds(reminder.due()));
        item.put(Attributes.EXPIRES_AT, Items.seconds(reminder.due().plus(REMINDER_KEPT)));
        return item;
    }

    static Reminder reminder(Map<String, AttributeValue> item) {
        return new Reminder(
                RoomKeyCodec.decode(Items.requiredText(item, Attributes.REMINDER_ROOM))
                        .room(),
                EntityRef.parse(Items.requiredText(item, Attributes.PRESENT_ENTITY)),
                Instant.ofEpochSecond(Items.requiredNumber(item, Attributes.REMINDER_DUE)));
    }
}
