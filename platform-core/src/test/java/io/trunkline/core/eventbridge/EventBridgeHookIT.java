package io.trunkline.core.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.routing.key.TenantId;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;
import software.amazon.awssdk.services.eventbridge.model.Target;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;

/** The hook against moto's EventBridge, as a rule of another team sees it; skipped, with a word, where moto is not. */
class EventBridgeHookIT {
    private static final Instant AT = Instant.parse("2026-03-01T10:15:30.250Z");
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

    @TempDir
    Path folder;

    @Test
    void aRuleOnTheBusSeesWhatItAsksForAndTheDetailsOfIt() throws IOException, InterruptedException {
        assumeTrue(
                Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                        .anyMatch(path -> Files.isExecutable(Path.of(path, "moto_server"))),
                "moto_server is not installed: the event hook is not tried against an EventBridge");
        int port = freePort();
        Process moto = new ProcessBuilder("moto_server", "-H", "127.0.0.1", "-p", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("moto.log").toFile())
                .start();
        try {
            Awaitility.await().atMost(Duration.ofSeconds(90)).until(() -> listens(port) || !moto.isAlive());
            assertThat(moto.isAlive()).as("moto_server runs").isTrue();
            aRuleSees(URI.create("http://127.0.0.1:" + port));
        } finally {
            moto.descendants().forEach(ProcessHandle::destroy);
            moto.destroy();
            moto.waitFor();
        }
    }

    private static void aRuleSees(URI address) throws IOException {
        EventBridgeClient client = EventBridgeClient.builder()
                .endpointOverride(address)
                .region(Region.US_EAST_1)
                .credentialsProvider(CREDENTIALS)
                .build();
        try (SqsClient sqs = SqsClient.builder()
                        .endpointOverride(address)
                        .region(Region.US_EAST_1)
                        .credentialsProvider(CREDENTIALS)
                        .build();
                EventBridgeHook hook = new EventBridgeHook(
                        "live", client, InstantSource.system(), Duration.ofSeconds(60), Duration.ofSeconds(60))) {
            client.createEventBus(request -> request.name("live"));
            String queue = sqs.createQueue(request -> request.queueName("seen")).queueUrl();
            String arn = sqs.getQueueAttributes(
                            request -> request.queueUrl(queue).attributeNames(QueueAttributeName.QUEUE_ARN))
                    .attributes()
                    .get(QueueAttributeName.QUEUE_ARN);
            client.putRule(request -> request.name("connections")
                    .eventBusName("live")
                    .eventPattern("{\"source\":[\"trunkline\"],\"detail-type\":[\"Connection Opened\"],"
                            + "\"detail\":{\"tenant\":[\"wizz\"]}}"));
            client.putTargets(request -> request.rule("connections")
                    .eventBusName("live")
                    .targets(Target.builder().id("queue").arn(arn).build()));

            hook.tell(new HookEvent.OfPublish(
                    new TenantId("wizz"), "e-1", "order.created", "order:o-9", Optional.of("customer/c-1"), AT));
            hook.tell(new HookEvent.OfConnection(new TenantId("other"), "c0", "other/app", "driver/d-1", false, AT));
            hook.tell(new HookEvent.OfConnection(new TenantId("wizz"), "c1", "wizz/drivers", "driver/d-7", false, AT));
            hook.tell(new HookEvent.OfConnection(new TenantId("wizz"), "c1", "wizz/drivers", "driver/d-7", true, AT));
            assertThat(hook.flush(Duration.ofSeconds(60))).isZero();

            List<JsonNode> seen = new ArrayList<>();
            for (var message : sqs.receiveMessage(
                            request -> request.queueUrl(queue).maxNumberOfMessages(10))
                    .messages()) {
                seen.add(JSON.readTree(message.body()));
            }
            assertThat(seen).hasSize(1);
            assertThat(seen.getFirst().path("detail-type").asText()).isEqualTo("Connection Opened");
            assertThat(seen.getFirst().path("detail")).isEqualTo(JSON.readTree("""
                {"tenant":"wizz","at":"2026-03-01T10:15:30.250Z","connection":"c1","app":"wizz/drivers",
                 "entity":"driver/d-7"}\
                """));
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    private static boolean listens(int port) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
