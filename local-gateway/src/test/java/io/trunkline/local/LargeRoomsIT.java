package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.apikey.ApiKeys;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.core.dynamo.DynamoAdmin;
import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.sqs.SqsAdmin;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import io.trunkline.local.cli.Main;
import io.trunkline.local.issuer.LocalIssuer;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.local.platform.RunningFile;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
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
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;

/**
 * A room of more sockets than a publish serves itself, on a platform of its own, as its functions are killed: the rest
 * comes by the queue and the fan-out function.
 */
class LargeRoomsIT {
    private static final Path ROOT = Path.of(System.getProperty("trunkline.root", ".."));
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final int SOCKETS = 300;
    private static final int IN_PROCESS = 20;

    /** Slow enough that a function can be killed in the middle: the room takes three seconds. */
    private static final Map<EnvironmentVariable, String> SETTINGS = Map.of(
            EnvironmentVariable.TRUNKLINE_FANOUT_IN_PROCESS, Integer.toString(IN_PROCESS),
            EnvironmentVariable.TRUNKLINE_FANOUT_PER_MESSAGE, "40",
            EnvironmentVariable.TRUNKLINE_POSTS_PER_SECOND, "100");

    private static final List<TestSocket> ROOM = new CopyOnWriteArrayList<>();
    private static LocalPlatform platform;
    private static Path data;
    private static String key;

    @BeforeAll
    static void fillTheRoom() throws Exception {
        data = Files.createTempDirectory("trunkline");
        TenantLoad.Loaded loaded = (TenantLoad.Loaded) TenantFiles.load(tenants());
        platform = LocalPlatform.start(
                new PlatformOptions(
                        ROOT,
                        data,
                        true,
                        InetAddress.getLoopbackAddress(),
                        0,
                        0,
                        "dev",
                        "us-east-1",
                        0,
                        Map.of(),
                        8,
                        Duration.ofHours(1),
                        SETTINGS),
                loaded.files(),
                step -> {});
        try (DynamoAdmin admin = running().admin(data)) {
            key = new ApiKeys(admin.apiKeys(), new SecureRandom(), InstantSource.system())
                    .create(new TenantId("wizz"), "test", Set.of(ApiScope.PUBLISH), Optional.empty())
                    .text();
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
            List<Future<?>> joins = new ArrayList<>();
            for (int i = 0; i < SOCKETS; i++) {
                String driver = "big-" + i;
                joins.add(threads.submit(() -> join(driver)));
            }
            for (Future<?> join : joins) {
                join.get();
            }
        }
        assertThat(ROOM).hasSize(SOCKETS);
    }

    /** The shipped wizz, with a window in which events may share a frame. */
    private static Path tenants() throws IOException {
        Path folder = Files.createTempDirectory("tenants");
        Files.writeString(
                folder.resolve("wizz.yaml"),
                Files.readString(ROOT.resolve("tenants/wizz.yaml")) + "\ncoalesceMillis: 300\n");
        Files.copy(ROOT.resolve("tenants/parcelo.yaml"), folder.resolve("parcelo.yaml"));
        return folder;
    }

    private static void join(String driver) {
        String token = platform.issuer()
                .token(
                        "wizz/drivers",
                        driver,
                        Map.of(LocalIssuer.ENTITY_CLAIM, "driver/" + driver),
                        Instant.now(),
                        Duration.ofHours(1));
        TestSocket socket = TestSocket.connect(URI.create(platform.webSocketUri() + "?token=" + token));
        ROOM.add(socket);
        JsonNode reply = socket.ask("s", "{\"action\":\"subscribe\",\"id\":\"s\",\"room\":\"city:big\"}");
        assertThat(reply.path("ok").asBoolean()).as(reply.toString()).isTrue();
    }

    @AfterAll
    static void end() {
        ROOM.parallelStream().forEach(TestSocket::close);
        platform.close();
    }

    private static RunningFile running() throws IOException {
        return RunningFile.read(data).orElseThrow();
    }

    private static HttpResponse<String> publish(String room, String event, boolean wait) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                    HttpRequest.newBuilder(platform.httpUri().resolve("/v1/publish"))
                            .header("x-api-key", key)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString("{\"rooms\":[\"" + room + "\"],\"event\":\""
                                    + event + "\",\"data\":{\"secret\":1},\"wait\":" + wait + "}"))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
        }
    }

    private static long received(TestSocket socket, String event) {
        return socket.frames().stream()
                .filter(frame -> frame.path("event").asText().equals(event))
                .count();
    }

    private static long reached(String event) {
        return ROOM.stream().filter(socket -> received(socket, event) > 0).count();
    }

    @Test
    void everybodyGetsTheEventOnceAlthoughThePublishServesOnlyAFew() throws Exception {
        HttpResponse<String> answer = publish("city:big", "city.news", true);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        JsonNode receipt = JsonMapper.builder().build().readTree(answer.body()).path("receipt");
        assertThat(receipt.path("delivered").asInt()).isEqualTo(IN_PROCESS);
        assertThat(receipt.path("queued").asInt()).isPositive();
        assertThat(receipt.path("unreached").asBoolean()).isFalse();
        Awaitility.await().atMost(PATIENCE).until(() -> reached("city.news") == SOCKETS);
        assertThat(ROOM)
                .allSatisfy(socket -> assertThat(received(socket, "city.news")).isEqualTo(1));
    }

    @Test
    void aFanOutFunctionThatIsKilledInTheMiddleLeavesNobodyOut() throws Exception {
        assertThat(publish("city:big", "city.alarm", false).statusCode()).isEqualTo(202);
        Awaitility.await().atMost(PATIENCE).until(() -> reached("city.alarm") > 2 * IN_PROCESS);

        ProcessHandle function = ProcessHandle.current()
                .children()
                .filter(child -> child.info().commandLine().orElse("").contains("FanOutFunction"))
                .findFirst()
                .orElseThrow();
        assertThat(reached("city.alarm")).isLessThan(SOCKETS);
        function.destroyForcibly();

        Awaitility.await().atMost(PATIENCE).until(() -> reached("city.alarm") == SOCKETS);
    }

    @Test
    void eventsThatMeetShareAFrameForAClientThatOptedIn() throws Exception {
        String token = platform.issuer()
                .token(
                        "wizz/drivers",
                        "d-batch",
                        Map.of(LocalIssuer.ENTITY_CLAIM, "driver/d-batch"),
                        Instant.now(),
                        Duration.ofHours(1));
        URI uri = URI.create(platform.webSocketUri() + "?token=" + token);
        try (TestSocket socket = TestSocket.connect(uri, Map.of(), "trunkline.v1+batch");
                ExecutorService threads = Executors.newFixedThreadPool(4)) {
            assertThat(socket.subprotocol()).isEqualTo("trunkline.v1+batch");
            socket.ask("s", "{\"action\":\"subscribe\",\"id\":\"s\",\"room\":\"city:quick\"}");
            // the first call of a function is slow, so they may miss each other once
            Awaitility.await().atMost(PATIENCE).until(() -> {
                List<Future<HttpResponse<String>>> answers = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    answers.add(threads.submit(() -> publish("city:quick", "city.quick", true)));
                }
                for (Future<HttpResponse<String>> answer : answers) {
                    assertThat(answer.get().body()).contains("\"delivered\":1");
                }
                return socket.frames().stream()
                        .anyMatch(frame -> frame.path("type").asText().equals("events")
                                && frame.path("events").size() > 1);
            });
        }
    }

    @Test
    void aMessageThatNobodyCanReadEndsAmongTheDeadLettersWhereDlqShowsIt() throws Exception {
        try (SqsAdmin queues = running().queues(data);
                SqsClient sqs = sqs()) {
            sqs.sendMessage(request -> request.queueUrl(queues.fanOutUrl()).messageBody("{\"poison\":true}"));
            Awaitility.await().atMost(PATIENCE).until(() -> !queues.deadLetters(10)
                    .isEmpty());
        }

        assertThat(ran("dlq")).contains("it cannot be read").doesNotContain("poison");
        assertThat(ran("dlq", "--json", "--show-data")).contains("\\\"poison\\\":true");
        assertThat(ran("dlq", "redrive", "--tenant", "parcelo")).contains("0 put back");
        assertThat(ran("dlq", "redrive")).contains("1 put back");
        assertThat(ran("dlq")).contains("no dead letters");
    }

    private static SqsClient sqs() throws IOException {
        return SqsClient.builder()
                .endpointOverride(running().queue())
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create(
                        platform.credentials().accessKeyId(),
                        platform.credentials().secretAccessKey())))
                .build();
    }

    private static String ran(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-Dtrunkline.root=" + ROOT,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--data", data.toString()));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
