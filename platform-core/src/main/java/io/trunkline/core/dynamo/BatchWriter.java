package io.trunkline.core.dynamo;

import io.trunkline.core.delivery.Sleeper;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * Writes to one table in batches of 25, DynamoDB's bound. What a batch leaves unprocessed is tried again with full
 * jitter; the SDK does not do that, since such an answer is a success to it.
 */
public final class BatchWriter {
    private static final int BATCH = 25;
    private static final int TRIES = 6;
    private static final long BASE_MILLIS = 50;

    private final DynamoDbClient client;
    private final RandomGenerator random;
    private final Sleeper sleeper;

    public BatchWriter(DynamoDbClient client, RandomGenerator random, Sleeper sleeper) {
        this.client = client;
        this.random = random;
        this.sleeper = sleeper;
    }

    /** Writes all; throws {@link UnprocessedWritesException} where some are left after six tries, about two seconds. */
    void write(String table, List<WriteRequest> writes) {
        for (int from = 0; from < writes.size(); from += BATCH) {
            batch(table, writes.subList(from, Math.min(from + BATCH, writes.size())));
        }
    }

    private void batch(String table, List<WriteRequest> writes) {
        List<WriteRequest> left = writes;
        for (int attempt = 0; attempt < TRIES; attempt++) {
            if (attempt > 0) {
                backOff(attempt);
            }
            Map<String, List<WriteRequest>> items = Map.of(table, left);
            BatchWriteItemResponse response = client.batchWriteItem(request -> request.requestItems(items));
            left = response.unprocessedItems().getOrDefault(table, List.of());
            if (left.isEmpty()) {
                return;
            }
        }
        throw new UnprocessedWritesException(table, left.size());
    }

    private void backOff(int attempt) {
        try {
            sleeper.sleep(Duration.ofMillis(random.nextLong((BASE_MILLIS << attempt) + 1)));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two tries of a batch", e);
        }
    }
}
