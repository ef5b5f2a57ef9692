package io.trunkline.core.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.TextNode;
import io.trunkline.child.ElasticMq;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.ConnectionErrand;
import io.trunkline.core.delivery.ErrandJson;
import io.trunkline.core.delivery.FanOutTask;
import io.trunkline.core.delivery.FanOutTask.Work;
import io.trunkline.core.delivery.FanOutTaskJson;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.schema.QueueLayout;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/** The queue's adapter against ElasticMQ, which speaks SQS. */
class SqsFanOutQueueIT {
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));
    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Path LIBRARIES =
            Path.of(System.getProperty("trunkline.root"), "local-gateway/elasticmq/target/lib");
    private static final ElasticMq SERVER = start();

    private final QueueLayout layout =
            new QueueLayout("Test" + UUID.randomUUID().toString().replace("-", ""), "test");
    private final SqsAdmin admin = SqsAdmin.at(SERVER.endpoint(), "us-east-1", CREDENTIALS, layout);
    private final SqsClient client = client(SERVER.endpoint());

    private static ElasticMq start() {
        try {
            return ElasticMq.inMemory(LIBRARIES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @AfterAll
    static void end() {
        SERVER.close();
    }

    @AfterEach
    void close() {
        admin.close();
        client.close();
    }

    private static SqsClient client(URI endpoint) {
        return SqsDefaults.withTimeouts(SqsClient.builder())
                .endpointOverride(endpoint)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .httpClientBuilder(ApacheHttpClient.builder())
                .build();
    }

    private SqsFanOutQueue queue() {
        admin.createQueues();
        return new SqsFanOutQueue(client, admin.fanOutUrl(), admin.deadLettersUrl());
    }

    private static FanOutTask task(int shard, String data) {
        RoomShard room = RoomKeyCodec.decode("wizz#city:x#" + shard);
        ServerEvent.Published event = new ServerEvent.Published(
                "e-1",
                "city:x",
                "news",
                TextNode.valueOf(data),
                Optional.empty(),
                Instant.parse("2026-03-01T12:00:00Z"));
        return new FanOutTask(event, room, new Work.Rest(Optional.empty()), 0, Instant.parse("2026-03-01T12:00:01Z"));
    }

    @Test
    void whatIsPutInComesOutWhole() {
        SqsFanOutQueue queue = queue();
        RoomShard shard = RoomKeyCodec.decode("wizz#city:x#3");
        FanOutTask some = new FanOutTask(
                task(3, "ü\ud800\uffff\u0000").event(),
                shard,
                new Work.Some(List.of(new Subscription(
                        shard,
                        new ConnectionId("abc="),
                        new GatewayEndpoint("api", "dev"),
                        "trunkline.v1",
                        Instant.parse("2026-03-01T14:00:00Z")))),
                2,
                Instant.parse("2026-03-01T12:00:01Z"));

        assertThat(queue.put(List.of(some), Duration.ZERO)).isEmpty();

        List<TakenMessage> taken = admin.reader().take(10, WAIT);
        assertThat(taken).hasSize(1);
        assertThat(FanOutTaskJson.read(taken.getFirst().body())).isEqualTo(some);
        assertThat(taken.getFirst().attributes()).containsEntry("MessageGroupId", "wizz");
    }

    @Test
    void manyLargePiecesGoInByAsManyRequestsAsTheyNeed() {
        List<FanOutTask> tasks = IntStream.range(0, 25)
                .mapToObj(shard -> task(shard, "x".repeat(shard % 5 == 0 ? 120_000 : 10)))
                .toList();

        assertThat(queue().put(tasks, Duration.ZERO)).isEmpty();

        List<FanOutTask> taken = new ArrayList<>();
        while (taken.size() < 25) {
            List<TakenMessage> messages = admin.reader().take(10, WAIT);
            assertThat(messages).isNotEmpty();
            messages.forEach(message -> taken.add(FanOutTaskJson.read(message.body())));
        }
        assertThat(taken).containsExactlyInAnyOrderElementsOf(tasks);
    }

    @Test
    void aQueueThatIsNotThereTakesNothingAndSaysSo() {
        List<FanOutTask> tasks = List.of(task(0, "x"), task(1, "y"));
        SqsFanOutQueue nowhere = new SqsFanOutQueue(client, "http://127.0.0.1/000000000000/nowhere", "http://x/y/z");

        assertThat(nowhere.put(tasks, Duration.ZERO)).isEqualTo(tasks);
        assertThat(nowhere.bury(tasks.getFirst(), "reason")).isFalse();
    }

    @Test
    void whatIsBuriedIsSeenWithItsReasonAndGoesBackAfresh() {
        SqsFanOutQueue queue = queue();
        FanOutTask task = task(0, "secret");
        FanOutTask tired = new FanOutTask(task.event(), task.shard(), task.work(), 6, task.queuedAt());
        assertThat(queue.bury(tired, "given up after 6 attempts")).isTrue();

        assertThat(admin.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.reason()).isEqualTo("given up after 6 attempts");
            assertThat(letter.task()).contains(tired);
        });
        assertThat(admin.deadLetters(10)).as("a second look").hasSize(1);
        assertThat(admin.redrive(10, letter -> false)).isZero();
        assertThat(admin.redrive(10, letter -> true)).isEqualTo(1);

        assertThat(admin.deadLetters(10)).isEmpty();
        assertThat(FanOutTaskJson.read(admin.reader().take(1, WAIT).getFirst().body()))
                .isEqualTo(task);
    }

    @Test
    void whatIsTakenTooOftenGoesToTheDeadLetters() {
        queue();
        client.sendMessage(request -> request.queueUrl(admin.fanOutUrl()).messageBody("nonsense"));
        for (int i = 0; i < QueueLayout.MAX_RECEIVES; i++) {
            List<TakenMessage> taken = admin.reader().take(1, WAIT);
            assertThat(taken).as("receive " + i).hasSize(1);
            admin.reader().giveBack(taken.getFirst(), Duration.ZERO);
        }

        assertThat(admin.reader().take(1, Duration.ofSeconds(1))).isEmpty();
        assertThat(admin.deadLetters(10)).singleElement().satisfies(letter -> {
            assertThat(letter.task()).isEmpty();
            assertThat(letter.reason()).contains("cannot be read");
            assertThat(letter.body()).isEqualTo("nonsense");
        });
    }

    @Test
    void queuesThatAreThereAlreadyAreKept() {
        queue().put(List.of(task(0, "x")), Duration.ZERO);

        admin.createQueues();

        assertThat(admin.reader().take(1, WAIT)).hasSize(1);
    }

    @Test
    void whatIsInTheQueueOutlastsTheServerThatKeepsItOnDisk(@TempDir Path folder) throws IOException {
        FanOutTask task = task(2, "kept");
        try (ElasticMq first = ElasticMq.onDisk(LIBRARIES, folder);
                SqsAdmin before = SqsAdmin.at(first.endpoint(), "us-east-1", CREDENTIALS, layout);
                SqsClient sender = client(first.endpoint())) {
            before.createQueues();
            SqsFanOutQueue queue = new SqsFanOutQueue(sender, before.fanOutUrl(), before.deadLettersUrl());
            assertThat(queue.put(List.of(task), Duration.ZERO)).isEmpty();
        }
        try (ElasticMq second = ElasticMq.onDisk(LIBRARIES, folder);
                SqsAdmin after = SqsAdmin.at(second.endpoint(), "us-east-1", CREDENTIALS, layout)) {
            after.createQueues();
            assertThat(FanOutTaskJson.read(
                            after.reader().take(1, WAIT).getFirst().body()))
                    .isEqualTo(task);
        }
    }

    @Test
    void an_errand_is_taken_no_sooner_than_its_delay_says() {
        admin.createQueues();
        ConnectionErrand errand = new ConnectionErrand(
                ConnectionErrand.Kind.WELCOME,
                new TenantId("wizz"),
                new ConnectionId("L0SM9cOFIAMCEgA="),
                new GatewayEndpoint("a1b2c3", "prod"),
                "wizz-merchant",
                2,
                Instant.parse("2026-03-01T10:00:00.250Z"));
        long begun = System.nanoTime();

        assertThat(new SqsErrandQueue(client, admin.fanOutUrl()).put(errand, Duration.ofSeconds(1)))
                .isTrue();
        String taken = admin.reader().take(1, WAIT).getFirst().body();

        assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(900));
        assertThat(ErrandJson.read(taken)).contains(errand);
    }

    @Test
    void an_errand_that_a_broken_queue_did_not_take_says_so() {
        ConnectionErrand errand = new ConnectionErrand(
                ConnectionErrand.Kind.WELCOME,
                new TenantId("wizz"),
                new ConnectionId("L0SM9cOFIAMCEgA="),
                new GatewayEndpoint("a1b2c3", "prod"),
                "wizz-merchant",
                0,
                Instant.EPOCH);

        assertThat(new SqsErrandQueue(client, SERVER.endpoint() + "/000000000000/nowhere").put(errand, Duration.ZERO))
                .isFalse();
    }
}
