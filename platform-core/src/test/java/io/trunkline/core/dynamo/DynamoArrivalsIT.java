package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.testing.LocalDynamoDb;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

class DynamoArrivalsIT {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final GatewayEndpoint OLDER = GatewayEndpoint.parse("older1/dev");

    private final TableLayout layout = LocalDynamoDb.freshTables();
    private final DynamoDbClient client = LocalDynamoDb.client();
    private final DynamoArrivals arrivals = new DynamoArrivals(client, layout);

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void connectionsOfOneApiAreBroughtAlongUntilTheTimeThatWasSaidLast() {
        assertThat(arrivals.areUnderWay(OLDER, NOW)).isFalse();

        arrivals.expect(OLDER, NOW.plusSeconds(60));
        assertThat(arrivals.areUnderWay(OLDER, NOW.plusSeconds(59))).isTrue();
        assertThat(arrivals.areUnderWay(OLDER, NOW.plusSeconds(60))).isFalse();
        assertThat(arrivals.areUnderWay(GatewayEndpoint.parse("older1/prod"), NOW))
                .isFalse();

        arrivals.expect(OLDER, NOW.plusSeconds(30));
        assertThat(arrivals.areUnderWay(OLDER, NOW.plusSeconds(30))).isFalse();
    }
}
