package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.history.HistoryBusyException;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.HistoryStoreContractTest;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.message.Position;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.routing.key.RoomKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.CancellationReason;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;

class DynamoHistoryStoreIT extends HistoryStoreContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final DynamoHistoryStore store = new DynamoHistoryStore(client, layout, new Random(1), Sleeper.SYSTEM);

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected HistoryStore store() {
        return store;
    }

    /** The head goes and the events stay, which is the worst that can be lost. */
    @Override
    protected void lose(RoomKey room) {
        delete(0);
    }

    private void delete(long offset) {
        client.deleteItem(request -> request.tableName(layout.events()).key(HistoryItems.key(room, offset)));
    }

    @Test
    void aNewEpochNeverTellsTheEventsThatAnEarlierOneLeftBehind() {
        Position old = append(5);
        lose(room);
        Position start = store.position(room, RETENTION, NOW);

        assertThat(start.epoch()).isNotEqualTo(old.epoch());
        assertThat(read(Optional.empty(), 10)).isInstanceOf(ResumeResult.Recovered.class);
        store.append(room, event("new"), RETENTION, NOW);
        store.append(room, event("new"), RETENTION, NOW);

        assertThat(offsets(read(Optional.of(start), 10))).containsExactly(1L, 2L);
    }

    @Test
    void anEventThatIsMissingInTheMiddleIsNeverPassedOver() {
        Position last = append(6);
        delete(3);
        Position start = new Position(last.epoch(), 0);

        ResumeResult.Recovered upToTheHole = (ResumeResult.Recovered) read(Optional.of(start), 10);
        assertThat(offsets(upToTheHole)).containsExactly(1L, 2L);
        assertThat(upToTheHole.more()).isTrue();
        assertThat(read(Optional.of(upToTheHole.position()), 10)).isInstanceOf(ResumeResult.Gap.class);
    }

    @Test
    void whatDynamoDbHasDeletedIsAGapThatNamesTheOldestLeft() {
        Position last = append(6);
        delete(1);
        delete(2);

        assertThat(read(Optional.of(new Position(last.epoch(), 0)), 10))
                .isEqualTo(new ResumeResult.Gap(new Position(last.epoch(), 2), last));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
    void whatStandsInTheWayForAMomentOnlyIsWaitedOut(String reason) {
        List<Duration> waits = new ArrayList<>();
        try (DynamoDbClient busy = LocalDynamoDb.client(cancelling(reason, 3))) {
            HistoryStore waiting = new DynamoHistoryStore(busy, layout, new Random(1), waits::add);

            assertThat(waiting.append(room, event("first"), RETENTION, NOW).offset())
                    .isEqualTo(1);
        }
        assertThat(waits).hasSize(3).allMatch(wait -> wait.compareTo(Duration.ofMillis(250)) <= 0);
    }

    @Test
    void aRoomThatStaysBusyIsGivenUpAndKeepsNothing() {
        try (DynamoDbClient busy = LocalDynamoDb.client(cancelling("TransactionConflict", 1000))) {
            HistoryStore waiting = new DynamoHistoryStore(busy, layout, new Random(1), _ -> {});

            assertThatThrownBy(() -> waiting.append(room, event("first"), RETENTION, NOW))
                    .isInstanceOf(HistoryBusyException.class);
        }
        assertThat(store.position(room, RETENTION, NOW).offset()).isZero();
    }

    /** Cancels that many transactions for this reason, as DynamoDB Local never does. */
    private static ExecutionInterceptor cancelling(String reason, int times) {
        AtomicInteger left = new AtomicInteger(times);
        return new ExecutionInterceptor() {
            @Override
            public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
                if (context.request() instanceof TransactWriteItemsRequest && left.getAndDecrement() > 0) {
                    throw TransactionCanceledException.builder()
                            .cancellationReasons(
                                    CancellationReason.builder().code(reason).build(),
                                    CancellationReason.builder().code("None").build())
                            .build();
                }
            }
        };
    }

    @Test
    void anAppendWhoseAnswerWasLostOnTheWayIsDoneOnce() {
        AtomicBoolean lost = new AtomicBoolean();
        ExecutionInterceptor firstAnswerIsLost = new ExecutionInterceptor() {
            @Override
            public SdkHttpResponse modifyHttpResponse(
                    Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
                return context.request() instanceof TransactWriteItemsRequest && lost.compareAndSet(false, true)
                        ? context.httpResponse().copy(copy -> copy.statusCode(503))
                        : context.httpResponse();
            }
        };
        try (DynamoDbClient unlucky = LocalDynamoDb.client(firstAnswerIsLost)) {
            HistoryStore retrying = new DynamoHistoryStore(unlucky, layout, new Random(1), Sleeper.SYSTEM);

            Position first = retrying.append(room, event("first"), RETENTION, NOW);

            assertThat(lost).isTrue();
            assertThat(first.offset()).isEqualTo(1);
            assertThat(store.position(room, RETENTION, NOW)).isEqualTo(first);
        }
    }
}
