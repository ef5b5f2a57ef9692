package io.trunkline.core.dynamo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.app.Retention;
import io.trunkline.core.message.LoneSurrogates;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Attributes;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * A durable room's items of the events table: the head at offset 0, which holds the position of the last event, and the
 * events at their offsets.
 */
final class HistoryItems {
    /** How long the head outlives the room's last event: who comes back later is told that the epoch has changed. */
    private static final Duration HEAD_OUTLIVES = Duration.ofDays(7);

    /** Numbers come back exactly as they went in. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private HistoryItems() {}

    /** A room has one history, however many shards its subscriptions have. */
    static AttributeValue partition(RoomKey room) {
        return Items.text(RoomKeyCodec.encode(new RoomShard(room, 0)));
    }

    static Map<String, AttributeValue> key(RoomKey room, long offset) {
        return Map.of(Attributes.ROOM, partition(room), Attributes.OFFSET, Items.number(offset));
    }

    static Map<String, AttributeValue> headKey(RoomKey room) {
        return key(room, 0);
    }

    static AttributeValue headExpiry(Retention retention, Instant now) {
        return Items.seconds(now.plus(retention.keepFor()).plus(HEAD_OUTLIVES));
    }

    static Map<String, AttributeValue> head(RoomKey room, Position last, Retention retention, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>(headKey(room));
        item.put(Attributes.EPOCH, Items.text(last.epoch()));
        item.put(Attributes.LAST_OFFSET, Items.number(last.offset()));
        item.put(Attributes.EXPIRES_AT, headExpiry(retention, now));
        return item;
    }

    /** What the head says, expired or not: as long as it is there it has counted every event. */
    static Position last(Map<String, AttributeValue> head) {
        return new Position(
                Items.requiredText(head, Attributes.EPOCH), Items.requiredNumber(head, Attributes.LAST_OFFSET));
    }

    static Map<String, AttributeValue> event(
            RoomKey room, Position at, ServerEvent.Published event, Retention retention, Instant now) {
        Map<String, AttributeValue> item = new HashMap<>(key(room, at.offset()));
        item.put(Attributes.EPOCH, Items.text(at.epoch()));
        item.put(Attributes.EVENT_ID, Items.text(event.id()));
        item.put(Attributes.EVENT_NAME, Items.text(event.event()));
        item.put(
                Attributes.EVENT_DATA,
                Items.text(LoneSurrogates.escaped(event.data().toString())));
        event.from().ifPresent(from -> item.put(Attributes.EVENT_FROM, Items.text(from)));
        item.put(Attributes.EVENT_AT, Items.number(event.at().toEpochMilli()));
        item.put(Attributes.EXPIRES_AT, Items.seconds(now.plus(retention.keepFor())));
        return item;
    }

    /**
     * Whether the item is an event of {@code epoch} that may still be told. One of an earlier epoch stays where it was
     * until the present epoch's reach its offset.
     */
    static boolean isKept(Map<String, AttributeValue> item, String epoch, Instant now) {
        return Items.text(item, Attributes.EPOCH).filter(epoch::equals).isPresent() && !Items.expired(item, now);
    }

    static long offset(Map<String, AttributeValue> item) {
        return Items.requiredNumber(item, Attributes.OFFSET);
    }

    static ServerEvent.Published event(RoomKey room, Map<String, AttributeValue> item) {
        return new ServerEvent.Published(
                        Items.requiredText(item, Attributes.EVENT_ID),
                        room.name().toString(),
                        Items.requiredText(item, Attributes.EVENT_NAME),
                        json(Items.requiredText(item, Attributes.EVENT_DATA)),
                        Items.text(item, Attributes.EVENT_FROM),
                        Instant.ofEpochMilli(Items.requiredNumber(item, Attributes.EVENT_AT)))
                .at(new Position(Items.requiredText(item, Attributes.EPOCH), offset(item)));
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event's data is no JSON", e);
        }
    }
}
