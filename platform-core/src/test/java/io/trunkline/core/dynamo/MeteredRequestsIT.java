package io.trunkline.core.dynamo;

import static io.trunkline.core.dynamo.Samples.ID;
import static io.trunkline.core.dynamo.Samples.NOW;
import static io.trunkline.core.dynamo.Samples.connection;
import static io.trunkline.core.dynamo.Samples.members;
import static io.trunkline.core.dynamo.Samples.orders;
import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.InMemoryUsageStore;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.core.usage.UsageMeter;
import io.trunkline.core.usage.UsageTab;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What requests consume goes on the tab of the work that sends them, in the units of docs/costs.md. */
class MeteredRequestsIT {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final InMemoryUsageStore hours = new InMemoryUsageStore();
    private final UsageMeter meter = new UsageMeter(hours, new Random(1), () -> NOW);
    private final DynamoConnectionStore connections = new DynamoConnectionStore(client, layout);
    private final DynamoSubscriptionStore subscriptions =
            new DynamoSubscriptionStore(client, layout, new BatchWriter(client, new Random(1), _ -> {}));

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void readsAndWritesAreNotedWithTheirIndexes() throws Exception {
        Usage used = usedBy(() -> {
            connections.save(connection());
            connections.find(ID, NOW);
            subscriptions.join(members(orders(7)));
            subscriptions.roomsOf(ID);
            connections.remove(ID, NOW);
        });

        assertThat(used.writeUnits()).isEqualTo(1 + 14 + 1);
        assertThat(used.readUnits()).isEqualTo(1 + 0.5);
    }

    @Test
    void workOutsideATabIsNobodys() throws Exception {
        connections.save(connection());

        assertThat(usedBy(() -> {})).isEqualTo(Usage.NONE);
    }

    private Usage usedBy(Runnable work) throws Exception {
        new UsageTab(meter::add).during(() -> {
            UsageTab.belongsTo(Wizz.ID);
            work.run();
            return true;
        });
        meter.flush();
        return hours.read(Wizz.ID, Instant.EPOCH, NOW.plusSeconds(1)).stream()
                .map(UsageEntry::usage)
                .reduce(Usage.NONE, Usage::plus);
    }
}
