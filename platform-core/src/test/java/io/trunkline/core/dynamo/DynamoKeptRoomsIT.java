package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.DeviceKey;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.core.subscription.KeptRoomsContractTest;
import io.trunkline.core.testing.LocalDynamoDb;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoKeptRoomsIT extends KeptRoomsContractTest {
    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();

    @AfterEach
    void close() {
        client.close();
    }

    @Override
    protected KeptRooms store() {
        return new DynamoKeptRooms(client, layout);
    }

    @Test
    void someOfTooManyAreKept() {
        Instant now = Instant.parse("2026-03-01T12:00:00Z");
        DeviceKey device = new DeviceKey(AppKey.parse("wizz/drivers"), "u-many", "aaaa");
        store().keep(
                        device,
                        IntStream.range(0, 300)
                                .mapToObj(i -> new RoomName.Topic("order", "o-" + i))
                                .collect(Collectors.toSet()),
                        now.plusSeconds(60));

        assertThat(store().of(device, now)).hasSize(KeptRooms.MOST);
    }
}
