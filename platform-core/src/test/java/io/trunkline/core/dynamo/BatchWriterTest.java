package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemRequest;
import software.amazon.awssdk.services.dynamodb.model.BatchWriteItemResponse;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

class BatchWriterTest {
    private static final String TABLE = "subscriptions";

    private final List<Integer> batches = new ArrayList<>();
    private final List<WriteRequest> done = new ArrayList<>();
    private final List<Duration> pauses = new ArrayList<>();

    /** Leaves of each batch what {@code undone} says. */
    private DynamoDbClient table(UnaryOperator<List<WriteRequest>> undone) {
        return new DynamoDbClient() {
            @Override
            public BatchWriteItemResponse batchWriteItem(BatchWriteItemRequest request) {
                List<WriteRequest> asked = request.requestItems().getOrDefault(TABLE, List.of());
                batches.add(asked.size());
                List<WriteRequest> left = undone.apply(asked);
                asked.stream().filter(write -> !left.contains(write)).forEach(done::add);
                return BatchWriteItemResponse.builder()
                        .unprocessedItems(left.isEmpty() ? Map.of() : Map.of(TABLE, left))
                        .build();
            }

            @Override
            public String serviceName() {
                return SERVICE_NAME;
            }

            @Override
            public void close() {}
        };
    }

    private void write(DynamoDbClient client, RandomGenerator random, List<WriteRequest> writes) {
        new BatchWriter(client, random, pauses::add).write(TABLE, writes);
    }

    private static List<WriteRequest> writes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> WriteRequest.builder()
                        .putRequest(put -> put.item(Map.of("connectionId", Items.text("c-" + i))))
                        .build())
                .toList();
    }

    @Test
    void writesGoOutInBatchesOf25() {
        write(table(asked -> List.of()), new Random(1), writes(60));

        assertThat(batches).containsExactly(25, 25, 10);
        assertThat(done).containsExactlyElementsOf(writes(60));
        assertThat(pauses).isEmpty();
    }

    @Test
    void nothingToWriteIsNoRequest() {
        write(table(asked -> List.of()), new Random(1), List.of());

        assertThat(batches).isEmpty();
    }

    @Test
    void onlyWhatWasLeftUndoneIsSentAgain() {
        write(
                table(asked -> asked.subList(asked.size() / 2, asked.size() - asked.size() % 2)),
                new Random(1),
                writes(8));

        assertThat(batches).containsExactly(8, 4, 2, 1);
        assertThat(done).containsExactlyInAnyOrderElementsOf(writes(8));
    }

    @Test
    void thePausesAreRandomAndTheirBoundDoubles() {
        RandomGenerator highest = new RandomGenerator() {
            @Override
            public long nextLong() {
                throw new AssertionError("only bounded numbers are asked for");
            }

            @Override
            public long nextLong(long bound) {
                return bound - 1;
            }
        };

        assertThatThrownBy(() -> write(table(asked -> asked), highest, writes(2)))
                .isInstanceOf(UnprocessedWritesException.class);

        assertThat(pauses).extracting(Duration::toMillis).containsExactly(100L, 200L, 400L, 800L, 1600L);
    }

    @Test
    void twoWritersThatAreThrottledTogetherDoNotComeBackTogether() {
        assertThatThrownBy(() -> write(table(asked -> asked), new Random(1), writes(2)))
                .isInstanceOf(UnprocessedWritesException.class);
        List<Duration> first = List.copyOf(pauses);
        pauses.clear();
        assertThatThrownBy(() -> write(table(asked -> asked), new Random(2), writes(2)))
                .isInstanceOf(UnprocessedWritesException.class);

        assertThat(pauses).isNotEqualTo(first);
    }

    @Test
    void aTableThatStaysThrottledEndsInAFaultAfterSixTries() {
        assertThatThrownBy(() -> write(table(asked -> asked), new Random(1), writes(3)))
                .isInstanceOf(UnprocessedWritesException.class)
                .hasMessage("3 writes to subscriptions were left unprocessed; the table is throttled");

        assertThat(batches).containsExactly(3, 3, 3, 3, 3, 3);
    }

    @Test
    void anInterruptEndsTheWaitingAndStaysSet() {
        BatchWriter writer = new BatchWriter(table(asked -> asked), new Random(1), duration -> {
            throw new InterruptedException();
        });

        assertThatThrownBy(() -> writer.write(TABLE, writes(2))).isInstanceOf(IllegalStateException.class);

        assertThat(Thread.interrupted()).isTrue();
    }
}
