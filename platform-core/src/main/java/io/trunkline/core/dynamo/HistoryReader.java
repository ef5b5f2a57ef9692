package io.trunkline.core.dynamo;

import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Attributes;
import io.trunkline.routing.key.RoomKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Reads histories, strongly consistent. Whatever a room's items are, no answer has a hole: events are answered up to
 * the first that is missing, expired or of another epoch, and a hole at the beginning is a gap.
 */
final class HistoryReader {
    private final DynamoDbClient client;
    private final String table;

    HistoryReader(DynamoDbClient client, String table) {
        this.client = client;
        this.table = table;
    }

    /** The position of the room's last event; empty where the room has no head. */
    Optional<Position> last(RoomKey room) {
        return item(room, 0).map(HistoryItems::last);
    }

    /** What followed {@code since}, as {@code last} says how far the history goes. */
    ResumeResult read(RoomKey room, Position last, Optional<Position> since, int limit, int keep, Instant now) {
        long floor = Math.max(0, last.offset() - keep);
        Position from = since.orElseGet(() -> oldest(room, last, floor, now));
        if (!from.epoch().equals(last.epoch()) || from.offset() > last.offset()) {
            return new ResumeResult.EpochChanged(last);
        }
        if (from.offset() == last.offset()) {
            return new ResumeResult.Recovered(List.of(), last, false);
        }
        List<ServerEvent.Published> events =
                from.offset() < floor ? List.of() : unbroken(room, last, from.offset(), limit, now);
        if (events.isEmpty()) {
            return new ResumeResult.Gap(oldest(room, last, floor, now), last);
        }
        long reached = from.offset() + events.size();
        return new ResumeResult.Recovered(events, new Position(last.epoch(), reached), reached < last.offset());
    }

    /** The events right after {@code after} up to the first that is not there; of one page, which is 1 MB at most. */
    private List<ServerEvent.Published> unbroken(RoomKey room, Position last, long after, int limit, Instant now) {
        List<ServerEvent.Published> events = new ArrayList<>();
        for (Map<String, AttributeValue> item : items(room, after + 1, last.offset(), limit)) {
            if (HistoryItems.offset(item) != after + 1 + events.size()
                    || !HistoryItems.isKept(item, last.epoch(), now)) {
                break;
            }
            events.add(HistoryItems.event(room, item));
        }
        return events;
    }

    /**
     * The position before the oldest event that is kept, {@code floor} or later. DynamoDB deletes what has expired up
     * to two days late, so the first item that is there may have expired; then the first that has not is searched for
     * in ever smaller halves, since a room's events expire in order. Where they should not, because the retention was
     * changed, what is read from here on says so itself.
     */
    private Position oldest(RoomKey room, Position last, long floor, Instant now) {
        if (floor == last.offset()) {
            return last;
        }
        List<Map<String, AttributeValue>> first = items(room, floor + 1, last.offset(), 1);
        if (first.isEmpty()) {
            return last;
        }
        long dead = HistoryItems.offset(first.getFirst());
        if (HistoryItems.isKept(first.getFirst(), last.epoch(), now)) {
            return new Position(last.epoch(), dead - 1);
        }
        long kept = last.offset() + 1;
        while (kept - dead > 1) {
            long middle = dead + (kept - dead) / 2;
            if (item(room, middle)
                    .filter(item -> HistoryItems.isKept(item, last.epoch(), now))
                    .isPresent()) {
                kept = middle;
            } else {
                dead = middle;
            }
        }
        return new Position(last.epoch(), kept - 1);
    }

    private List<Map<String, AttributeValue>> items(RoomKey room, long first, long last, int limit) {
        return client.query(request -> request.tableName(table)
                        .consistentRead(true)
                        .keyConditionExpression("#room = :room AND #offset BETWEEN :first AND :last")
                        .expressionAttributeNames(Map.of("#room", Attributes.ROOM, "#offset", Attributes.OFFSET))
                        .expressionAttributeValues(Map.of(
                                ":room", HistoryItems.partition(room),
                                ":first", Items.number(first),
                                ":last", Items.number(last)))
                        .limit(limit))
                .items();
    }

    private Optional<Map<String, AttributeValue>> item(RoomKey room, long offset) {
        return Optional.of(client.getItem(request -> request.tableName(table)
                        .key(HistoryItems.key(room, offset))
                        .consistentRead(true)))
                .filter(response -> response.hasItem())
                .map(response -> response.item());
    }
}
