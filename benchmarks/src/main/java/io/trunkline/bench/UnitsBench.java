package io.trunkline.bench;

import io.trunkline.child.DynamoDbLocal;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dynamo.BatchWriter;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.dynamo.DynamoDefaults;
import io.trunkline.core.dynamo.DynamoSubscriptionStore;
import io.trunkline.core.schema.TableLayout;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** What reading a room's subscribers costs, by its size. */
@Command(
        name = "units",
        description = {
            "Fills rooms with subscriptions in a DynamoDB Local of its own and reads each as a fan-out does.",
            "Prints the queries and read units of one event, and the dollars of reading per million deliveries."
        },
        footer = {"", "Example:", "  ./trunkline bench units --sizes 1,10,1000,100000"},
        mixinStandardHelpOptions = true)
final class UnitsBench implements Callable<Integer> {
    /** On demand, us-east-1, dollars a million units; dated with the other prices in infra-cdk. */
    private static final double DOLLARS_A_MILLION_UNITS = 0.125;

    private static final int PAGE = 1000;
    private static final int JOINED_AT_ONCE = 1000;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--sizes",
            split = ",",
            defaultValue = "1,10,1000,100000",
            description = "Subscribers of each room.")
    private List<Integer> sizes = List.of();

    @Override
    public Integer call() throws IOException {
        Path libraries =
                Path.of(System.getProperty("trunkline.root", ".")).resolve("local-gateway/dynamodb-local/target/lib");
        TableLayout tables = new TableLayout(TableLayout.DEFAULT_ECOSYSTEM, "bench");
        StaticCredentialsProvider credentials =
                StaticCredentialsProvider.create(AwsBasicCredentials.create("bench", "bench"));
        CapacityMeter meter = new CapacityMeter();
        try (DynamoDbLocal local = DynamoDbLocal.inMemory(libraries);
                DynamoDbClient client = client(local, credentials, meter)) {
            try (DynamoAdmin admin = DynamoAdmin.at(local.endpoint(), "us-east-1", credentials, tables)) {
                admin.createTables();
            }
            DynamoSubscriptionStore store = new DynamoSubscriptionStore(
                    client, tables, new BatchWriter(client, new SecureRandom(), Sleeper.SYSTEM));
            PrintWriter out = spec.commandLine().getOut();
            out.printf("%12s %10s %12s %22s%n", "subscribers", "queries", "read units", "$ per million reached");
            for (int size : sizes) {
                RoomShard room = fill(store, size);
                meter.takeQueries();
                meter.takeUnits();
                read(store, room);
                double units = meter.takeUnits();
                out.printf(
                        "%,12d %,10d %,12.1f %22.4f%n",
                        size, meter.takeQueries(), units, units / size * DOLLARS_A_MILLION_UNITS);
                out.flush();
            }
        }
        return 0;
    }

    private static DynamoDbClient client(
            DynamoDbLocal local, StaticCredentialsProvider credentials, CapacityMeter meter) {
        return DynamoDefaults.apply(DynamoDbClient.builder())
                .overrideConfiguration(configuration -> configuration.addExecutionInterceptor(meter))
                .endpointOverride(local.endpoint())
                .region(Region.US_EAST_1)
                .credentialsProvider(credentials)
                .build();
    }

    private static RoomShard fill(DynamoSubscriptionStore store, int size) {
        RoomShard room = new RoomShard(new RoomKey(new TenantId("bench"), RoomName.parse("feed:of-" + size)), 0);
        Random random = new Random(size);
        Instant expires = Instant.now().plus(Duration.ofHours(2));
        for (int from = 0; from < size; from += JOINED_AT_ONCE) {
            store.join(IntStream.range(from, Math.min(size, from + JOINED_AT_ONCE))
                    .mapToObj(ignored -> new Subscription(
                            room, id(random), new GatewayEndpoint("a1b2c3d4e5", "prod"), "trunkline.v1", expires))
                    .toList());
        }
        return room;
    }

    /** As API Gateway gives them: 16 characters that end in an equals sign. */
    private static ConnectionId id(Random random) {
        byte[] bytes = new byte[11];
        random.nextBytes(bytes);
        return new ConnectionId(Base64.getUrlEncoder().encodeToString(bytes));
    }

    private static void read(DynamoSubscriptionStore store, RoomShard room) {
        SubscriptionPage page = store.page(room, Optional.empty(), PAGE, Instant.now());
        while (page.next().isPresent()) {
            page = store.page(room, page.next(), PAGE, Instant.now());
        }
    }
}
