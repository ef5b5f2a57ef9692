package io.trunkline.core.dynamo;

import io.trunkline.core.app.Retention;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.history.Epochs;
import io.trunkline.core.history.HistoryBusyException;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimLostException;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.routing.key.RoomKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

/**
 * Histories in the events table. An append reads the room's head and then, in one transaction, moves the head by one
 * and writes the event there; whoever finds the head moved meanwhile tries again. Why so: docs/decisions/0006.
 *
 * <p>The SDK gives a transaction a token and sends it with every try, so that one whose answer was lost is not done a
 * second time ("Idempotency" on the guide's page on transactions).
 */
public final class DynamoHistoryStore implements HistoryStore {
    /** About five seconds of waiting, on average, before an append gives up. */
    private static final int TRIES = 40;

    private static final long BASE_MILLIS = 10;
    private static final long CAP_MILLIS = 250;

    /** Reasons for which a transaction was cancelled that pass by themselves. */
    private static final List<String> PASSING = List.of(
            "ConditionalCheckFailed", "TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded");

    private static final String NO_REASON = "None";

    private final DynamoDbClient client;
    private final String table;
    private final HistoryReader reader;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    public DynamoHistoryStore(DynamoDbClient client, TableLayout layout, RandomGenerator random, Sleeper sleeper) {
        this.client = client;
        this.table = layout.events();
        this.reader = new HistoryReader(client, table);
        this.random = random;
        this.sleeper = sleeper;
    }

    @Override
    public Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now) {
        return append(room, event, retention, now, Optional.empty());
    }

    @Override
    public Position append(RoomKey room, ServerEvent.Published event, Retention retention, Instant now, Claim claim) {
        return append(room, event, retention, now, Optional.of(claim));
    }

    private Position append(
            RoomKey room, ServerEvent.Published event, Retention retention, Instant now, Optional<Claim> claim) {
        for (int attempt = 1; attempt <= TRIES; attempt++) {
            Optional<Position> last = reader.last(room);
            Position next = last.map(position -> new Position(position.epoch(), position.offset() + 1))
                    .orElseGet(() -> new Position(Epochs.next(random), 1));
            try {
                TransactWriteItem head = last.map(position -> moved(room, position, next, retention, now))
                        .orElseGet(() -> begun(room, next, retention, now));
                TransactWriteItem item = TransactWriteItem.builder()
                        .put(put -> put.tableName(table).item(HistoryItems.event(room, next, event, retention, now)))
                        .build();
                List<TransactWriteItem> items = Stream.concat(
                                Stream.of(head, item),
                                claim.map(own -> ClaimItems.noted(table, own, room.name(), next)).stream())
                        .toList();
                client.transactWriteItems(request -> request.transactItems(items));
                return next;
            } catch (TransactionCanceledException e) {
                if (claim.isPresent() && lostClaim(e)) {
                    throw new ClaimLostException();
                }
                if (!passes(e)) {
                    throw e;
                }
                backOff(attempt);
            }
        }
        throw new HistoryBusyException(room, TRIES);
    }

    private TransactWriteItem moved(RoomKey room, Position from, Position to, Retention retention, Instant now) {
        return TransactWriteItem.builder()
                .update(update -> update.tableName(table)
                        .key(HistoryItems.headKey(room))
                        .updateExpression("SET #last = :next, #expires = :expires")
                        .conditionExpression("#epoch = :epoch AND #last = :last")
                        .expressionAttributeNames(Map.of(
                                "#last", Attributes.LAST_OFFSET,
                                "#expires", Attributes.EXPIRES_AT,
                                "#epoch", Attributes.EPOCH))
                        .expressionAttributeValues(Map.of(
                                ":next", Items.number(to.offset()),
                                ":last", Items.number(from.offset()),
                                ":epoch", Items.text(from.epoch()),
                                ":expires", HistoryItems.headExpiry(retention, now))))
                .build();
    }

    private TransactWriteItem begun(RoomKey room, Position first, Retention retention, Instant now) {
        return TransactWriteItem.builder()
                .put(put -> put.tableName(table)
                        .item(HistoryItems.head(room, first, retention, now))
                        .conditionExpression("attribute_not_exists(#room)")
                        .expressionAttributeNames(Map.of("#room", Attributes.ROOM)))
                .build();
    }

    /** Whether the third item, the claim, was another's. */
    private static boolean lostClaim(TransactionCanceledException e) {
        return e.hasCancellationReasons()
                && e.cancellationReasons().size() > 2
                && "ConditionalCheckFailed"
                        .equals(e.cancellationReasons().get(2).code());
    }

    private static boolean passes(TransactionCanceledException e) {
        return e.hasCancellationReasons()
                && e.cancellationReasons().stream()
                        .map(reason -> String.valueOf(reason.code()))
                        .allMatch(code -> code.equals(NO_REASON) || PASSING.contains(code));
    }

    private void backOff(int attempt) {
        long bound = attempt > Long.SIZE / 4 ? CAP_MILLIS : Math.min(CAP_MILLIS, BASE_MILLIS << attempt);
        long millis;
        // most generators are not safe for use by several threads
        synchronized (random) {
            millis = random.nextLong(bound + 1);
        }
        try {
            sleeper.sleep(Duration.ofMillis(millis));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two tries of an append", e);
        }
    }

    @Override
    public Position position(RoomKey room, Retention retention, Instant now) {
        return reader.last(room).orElseGet(() -> begin(room, retention, now));
    }

    /** Begins the room's history, so that who joins an empty room has a position to come back with. */
    private Position begin(RoomKey room, Retention retention, Instant now) {
        Position start = new Position(Epochs.next(random), 0);
        Map<String, AttributeValue> head = HistoryItems.head(room, start, retention, now);
        try {
            client.putItem(request -> request.tableName(table)
                    .item(head)
                    .conditionExpression("attribute_not_exists(#room)")
                    .expressionAttributeNames(Map.of("#room", Attributes.ROOM)));
            return start;
        } catch (ConditionalCheckFailedException e) {
            // somebody else was faster, or the answer to an earlier try was lost
            return reader.last(room)
                    .orElseThrow(() -> new IllegalStateException("a room's head was there and is gone", e));
        }
    }

    @Override
    public ResumeResult read(RoomKey room, Optional<Position> since, int limit, Retention retention, Instant now) {
        Position last = position(room, retention, now);
        return reader.read(room, last, since, limit, retention.keep(), now);
    }
}
