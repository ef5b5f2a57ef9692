package io.trunkline.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.trunkline.core.apigw.ApiGatewayConnections;
import io.trunkline.core.apigw.ManagementUrls;
import io.trunkline.core.delivery.ConnectionCleanup;
import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.FanOut;
import io.trunkline.core.delivery.FanOutOptions;
import io.trunkline.core.delivery.PostOutcome;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.dynamo.BatchWriter;
import io.trunkline.core.dynamo.DynamoAppRegistry;
import io.trunkline.core.dynamo.DynamoConnectionCounter;
import io.trunkline.core.dynamo.DynamoConnectionStore;
import io.trunkline.core.dynamo.DynamoPresenceStore;
import io.trunkline.core.dynamo.DynamoSubscriptionStore;
import io.trunkline.core.limit.TenantConnectionLimit;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.presence.RoomPresence;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.wire.DialectRegistry;
import io.trunkline.core.wire.v1.V1Dialect;
import io.trunkline.local.platform.RunningFile;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * A process that posts one event to everyone in a room, in one of three ways, each time a line comes in: as the
 * platform does, one after another, or all at once with no bound. It answers each with a line: connections reached,
 * milliseconds, milliseconds of processor time, and the most memory that it has held so far in KB.
 */
final class Poster {
    private static final Duration POST_TIMEOUT = Duration.ofSeconds(30);
    private static final Duration RUN_TIMEOUT = Duration.ofMinutes(5);
    private static final int PAGE = 1000;

    /** The ways to post. */
    enum Way {
        FAN_OUT,
        ONE_BY_ONE,
        BURST
    }

    private final DynamoSubscriptionStore subscriptions;
    private final ApiGatewayConnections gateway;
    private final FanOut fanOut;
    private final List<RoomShard> shards;

    private Poster(Path data, RoomName room, int parallel) throws IOException {
        RunningFile running = RunningFile.read(data).orElseThrow();
        ProfileCredentialsProvider credentials = Stored.credentials(data);
        InstantSource clock = InstantSource.system();
        SecureRandom random = new SecureRandom();
        DynamoDbClient dynamo = Stored.client(running.dynamo(), running.region(), data);
        DynamoAppRegistry registry = new DynamoAppRegistry(dynamo, running.tables(), clock);
        subscriptions =
                new DynamoSubscriptionStore(dynamo, running.tables(), new BatchWriter(dynamo, random, Sleeper.SYSTEM));
        gateway = new ApiGatewayConnections(
                new ManagementUrls(
                        running.region(), "http://" + running.webSocket().getAuthority() + "/{stage}", Map.of()),
                credentials,
                parallel);
        fanOut = new FanOut(
                subscriptions,
                gateway,
                new DialectRegistry(List.of(new V1Dialect())),
                new ConnectionCleanup(
                        registry,
                        new DynamoConnectionStore(dynamo, running.tables()),
                        subscriptions,
                        new TenantConnectionLimit(new DynamoConnectionCounter(dynamo, running.tables())),
                        new RoomPresence(registry, new DynamoPresenceStore(dynamo, running.tables()))),
                Sleeper.SYSTEM,
                random,
                FanOutOptions.DEFAULTS);
        shards = RoomShards.all(registry.tenant(new TenantId("bench")).orElseThrow(), room);
    }

    /** Arguments: the platform's data folder, the room, the way, the most connections to the gateway. */
    public static void main(String[] arguments) throws IOException {
        Poster poster = new Poster(Path.of(arguments[0]), RoomName.parse(arguments[1]), Integer.parseInt(arguments[3]));
        Way way = Way.valueOf(arguments[2]);
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        int number = 0;
        while (lines.readLine() != null) {
            ServerEvent.Published event = new ServerEvent.Published(
                    "bench-" + number++,
                    arguments[1],
                    "bench.tick",
                    JsonNodeFactory.instance.objectNode().put("text", "x".repeat(200)),
                    Optional.empty(),
                    Instant.now());
            long processor = processorMillis();
            long begun = System.nanoTime();
            int reached = poster.post(way, event);
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            System.out.printf("%d %d %d %d%n", reached, millis, processorMillis() - processor, mostMemory());
        }
    }

    private int post(Way way, ServerEvent.Published event) {
        return switch (way) {
            case FAN_OUT ->
                fanOut.deliver(shards, event, Deadline.in(RUN_TIMEOUT, InstantSource.system()))
                        .delivered();
            case ONE_BY_ONE -> {
                ByteBuffer frame = frame(event);
                yield (int) members().stream()
                        .filter(member -> reaches(member, frame))
                        .count();
            }
            case BURST -> burst(frame(event));
        };
    }

    private int burst(ByteBuffer frame) {
        AtomicInteger reached = new AtomicInteger();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Subscription member : members()) {
                threads.execute(() -> {
                    if (reaches(member, frame)) {
                        reached.incrementAndGet();
                    }
                });
            }
        }
        return reached.get();
    }

    private boolean reaches(Subscription member, ByteBuffer frame) {
        return gateway.post(member.endpoint(), member.connectionId(), frame.asReadOnlyBuffer(), POST_TIMEOUT)
                instanceof PostOutcome.Delivered;
    }

    private static ByteBuffer frame(ServerEvent event) {
        return ByteBuffer.wrap(new V1Dialect().encode(event).getFirst().getBytes(StandardCharsets.UTF_8));
    }

    private List<Subscription> members() {
        List<Subscription> all = new ArrayList<>();
        for (RoomShard shard : shards) {
            SubscriptionPage page = subscriptions.page(shard, Optional.empty(), PAGE, Instant.now());
            all.addAll(page.items());
            while (page.next().isPresent()) {
                page = subscriptions.page(shard, page.next(), PAGE, Instant.now());
                all.addAll(page.items());
            }
        }
        return all;
    }

    private static long processorMillis() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Duration.ofNanos(system.getProcessCpuTime()).toMillis()
                : 0;
    }

    /** Linux's high-water mark of what the process held in memory. */
    private static long mostMemory() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElse(0);
    }
}
