package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.history.HistoryStore;
import io.trunkline.core.history.HistoryStoreContractTest;
import io.trunkline.core.history.ResumeResult;
import io.trunkline.core.message.Position;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.routing.key.RoomKey;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItemsRequest;

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
