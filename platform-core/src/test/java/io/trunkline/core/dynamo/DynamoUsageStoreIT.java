package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.schema.Attributes;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.core.testing.Wizz;
import io.trunkline.core.usage.Usage;
import io.trunkline.core.usage.UsageEntry;
import io.trunkline.core.usage.UsageStore;
import io.trunkline.core.usage.UsageStoreContractTest;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoUsageStoreIT extends UsageStoreContractTest {
    private static final Instant HOUR = Instant.parse("2096-01-31T23:00:00Z");

    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected UsageStore store() {
        return new DynamoUsageStore(client, layout);
    }

    @Test
    void asManyEntriesAsOneAddTakesFitIntoOneTransaction() {
        List<UsageEntry> entries = IntStream.range(0, UsageStore.MAX_ENTRIES)
                .mapToObj(i -> new UsageEntry(new TenantId("tenant-" + i), HOUR, new Usage(1, 1, 1, 1, 1, 1, 1)))
                .toList();

        store().add(UUID.randomUUID().toString(), entries);

        assertThat(store().read(new TenantId("tenant-24"), HOUR, HOUR.plusSeconds(3600)))
                .containsExactly(entries.get(24));
    }

    @Test
    void anHourIsKeptForFourHundredDaysAndThenExpires() {
        store().add(UUID.randomUUID().toString(), List.of(new UsageEntry(Wizz.ID, HOUR, Usage.sent(1))));

        assertThat(client.scan(request -> request.tableName(layout.events())).items())
                .extracting(item -> Items.requiredNumber(item, Attributes.EXPIRES_AT))
                .containsExactly(HOUR.getEpochSecond() + 400L * 24 * 3600);
    }
}
