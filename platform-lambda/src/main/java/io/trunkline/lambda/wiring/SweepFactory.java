package io.trunkline.lambda.wiring;

import io.micronaut.context.annotation.Factory;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.Farewell;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dynamo.DynamoConnectionScan;
import io.trunkline.core.dynamo.DynamoSubscriptionScan;
import io.trunkline.core.dynamo.DynamoSweepState;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.publish.PresenceSweep;
import io.trunkline.core.sweep.ConnectionStep;
import io.trunkline.core.sweep.OrphanStep;
import io.trunkline.core.sweep.PresenceStep;
import io.trunkline.core.sweep.Sweep;
import io.trunkline.lambda.config.Settings;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.random.RandomGenerator;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The sweep and its steps, in the order in which they run. */
@Factory
final class SweepFactory {
    @Singleton
    Sweep sweep(
            DynamoDbClient client,
            Settings settings,
            ConnectionStore connections,
            ConnectionCleanup cleanup,
            ConnectionGateway gateway,
            Farewell farewell,
            RoomPresence presence,
            PresenceSweep presenceSweep,
            RandomGenerator random,
            InstantSource clock) {
        DynamoConnectionScan scan = new DynamoConnectionScan(client, settings.tables(), Sleeper.SYSTEM);
        return new Sweep(
                List.of(
                        new PresenceStep(presenceSweep),
                        new ConnectionStep(
                                scan, connections, cleanup, gateway, farewell, settings.sweep(), random, clock),
                        new OrphanStep(
                                new DynamoSubscriptionScan(client, settings.tables()),
                                scan,
                                presence,
                                settings.sweep(),
                                clock)),
                new DynamoSweepState(client, settings.tables()),
                settings.sweep(),
                random,
                clock);
    }
}
