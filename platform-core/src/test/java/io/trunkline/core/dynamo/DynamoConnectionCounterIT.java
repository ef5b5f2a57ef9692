package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.limit.ConnectionCounter;
import io.trunkline.core.limit.ConnectionCounterContractTest;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.Wizz;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

class DynamoConnectionCounterIT extends ConnectionCounterContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected ConnectionCounter counter() {
        return new DynamoConnectionCounter(client, layout);
    }

    @Test
    void thoseThatOpenAtOnceAreAllCounted() throws Exception {
        ConnectionCounter counter = counter();

        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> counts = IntStream.range(0, 20)
                    .mapToObj(_ -> threads.submit(() -> counter.opened(Wizz.ID, NOW)))
                    .toList();
            for (Future<Long> count : counts) {
                assertThat(count.get()).isBetween(1L, 20L);
            }
        }

        assertThat(counter.opened(Wizz.ID, NOW)).isEqualTo(21);
    }

    @Test
    void theItemOfATenantWithFewConnectionsStaysWithinOneWriteUnitOverMonths() {
        ConnectionCounter counter = counter();

        // one each hour leaves a bucket behind each time
        for (int hour = 0; hour < 500; hour++) {
            counter.opened(Wizz.ID, NOW.plus(Duration.ofHours(hour)));
        }

        Map<String, AttributeValue> item = client.scan(request -> request.tableName(layout.events()))
                .items()
                .getFirst();
        assertThat(ItemSize.of(item)).isLessThan(1024);
    }
}
