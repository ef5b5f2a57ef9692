package io.trunkline.core.eventbridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpServer;
import io.trunkline.core.hook.HookEvent;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.eventbridge.EventBridgeClient;

class EventBridgeHookTest {
    private static final Instant AT = Instant.parse("2026-03-01T10:15:30.250Z");
    private static final Duration LEFT = Duration.ofSeconds(100);

    /** Far above what a loaded machine needs. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration SHORT = Duration.ofMillis(200);
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Seen(Headers headers, JsonNode body) {}

    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private volatile boolean silent;
    private volatile int status = 200;
    private volatile String answer = "{\"FailedEntryCount\":0,\"Entries\":[]}";
    private volatile Instant now = AT;
    private HttpServer server;
    private EventBridgeHook hook;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", exchange -> {
            seen.add(new Seen(exchange.getRequestHeaders(), JSON.readTree(exchange.getRequestBody())));
            if (silent) {
                try {
                    over.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        hook = hook(LONG);
    }

    private EventBridgeHook hook(Duration later) {
        return new EventBridgeHook(
                "live",
                EventBridgeDefaults.withTimeouts(EventBridgeClient.builder(), LONG)
                        .endpointOverride(URI.create(
                                "http://127.0.0.1:" + server.getAddress().getPort()))
                        .region(Region.EU_WEST_1)
                        .credentialsProvider(
                                StaticCredentialsProvider.create(AwsBasicCredentials.create("AKID", "secret")))
                        .build(),
                () -> now,
                LONG,
                later);
    }

    @AfterEach
    void stop() {
        over.countDown();
        hook.close();
        server.stop(0);
        threads.close();
    }

    private static HookEvent published(int number) {
        return new HookEvent.OfPublish(
                new TenantId("wizz"), "e-" + number, "order.created", "order:o-9", Optional.of("customer/c-1"), AT);
    }

    @Test
    void what_was_told_is_put_on_the_bus_signed_in_one_request() throws IOException {
        hook.tell(new HookEvent.OfConnection(new TenantId("wizz"), "c1", "wizz/driver", "driver/d-7", false, AT));
        hook.tell(new HookEvent.OfConnection(new TenantId("wizz"), "c1", "wizz/driver", "driver/d-7", true, AT));
        hook.tell(published(1));
        assertThat(hook.flush(LEFT)).isZero();

        assertThat(seen).hasSize(1);
        Headers headers = seen.getFirst().headers();
        assertThat(headers.getFirst("X-Amz-Target")).isEqualTo("AWSEvents.PutEvents");
        assertThat(headers.getFirst("Authorization"))
                .startsWith("AWS4-HMAC-SHA256 Credential=AKID/")
                .contains("/eu-west-1/events/aws4_request")
                .contains("x-amz-target");
        JsonNode entries = seen.getFirst().body().path("Entries");
        assertThat(entries.findValuesAsText("DetailType"))
                .containsExactly("Connection Opened", "Connection Closed", "Event Published");
        assertThat(entries.path(2).path("Source").asText()).isEqualTo("trunkline");
        assertThat(entries.path(2).path("EventBusName").asText()).isEqualTo("live");
        assertThat(entries.path(2).path("Time").asLong()).isEqualTo(AT.getEpochSecond());
        assertThat(JSON.readTree(entries.path(2).path("Detail").asText())).isEqualTo(JSON.readTree("""
            {"tenant":"wizz","at":"2026-03-01T10:15:30.250Z","id":"e-1","name":"order.created",
             "room":"order:o-9","from":"customer/c-1"}\
            """));
    }

    @Test
    void nothing_told_is_nothing_sent() {
        hook.tell(published(1));
        assertThat(hook.flush(LEFT)).isZero();
        assertThat(hook.flush(LEFT)).isZero();
        assertThat(seen).hasSize(1);
    }

    @Test
    void more_than_a_request_holds_is_lost_and_counted_and_not_sent_by_another() {
        for (int i = 0; i < 25; i++) {
            hook.tell(published(i));
        }
        assertThat(hook.flush(LEFT)).isEqualTo(25 - EventBridgeHook.MOST);
        assertThat(hook.flush(LEFT)).isZero();
        assertThat(seen).hasSize(1);
        assertThat(seen.getFirst().body().path("Entries")).hasSize(EventBridgeHook.MOST);
    }

    @Test
    void what_the_bus_takes_only_in_part_is_counted() {
        answer = "{\"FailedEntryCount\":1,\"Entries\":[{\"EventId\":\"e\"},{\"ErrorCode\":\"ThrottlingException\"}]}";
        hook.tell(published(1));
        hook.tell(published(2));
        assertThat(hook.flush(LEFT)).isEqualTo(1);
    }

    @Test
    void a_bus_that_refuses_harms_nobody_and_is_left_alone_for_a_while() {
        status = 400;
        hook.tell(published(1));
        assertThat(hook.flush(LEFT)).isEqualTo(1);
        status = 200;
        hook.tell(published(2));
        assertThat(hook.flush(LEFT)).as("lost while the bus rests").isEqualTo(1);
        assertThat(seen).as("one try for the first, none for the second").hasSize(1);

        now = AT.plus(EventBridgeHook.REST);
        hook.tell(published(3));
        assertThat(hook.flush(LEFT)).isZero();
        assertThat(seen).hasSize(2);
    }

    @Test
    void a_bus_that_says_nothing_is_not_waited_for() {
        try (EventBridgeHook impatient = hook(SHORT)) {
            impatient.tell(published(1));
            assertThat(impatient.flush(LEFT)).isZero();
            silent = true;
            impatient.tell(published(2));
            long start = System.nanoTime();
            assertThat(impatient.flush(LEFT)).isEqualTo(1);
            // the server would never answer, and the client itself would wait for the longer time
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
        }
    }

    @Test
    void a_bus_is_not_waited_for_longer_than_the_invocation_has_time() {
        silent = true;
        hook.tell(published(1));
        long start = System.nanoTime();
        assertThat(hook.flush(SHORT)).isEqualTo(1);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONG);
    }

    @Test
    void nothing_is_put_when_no_time_is_left_to_wait() {
        hook.tell(published(1));
        assertThat(hook.flush(Duration.ZERO)).isEqualTo(1);
        hook.tell(published(2));
        assertThat(hook.flush(Duration.ofMillis(-200))).isEqualTo(1);
        assertThat(seen).isEmpty();
        hook.tell(published(3));
        assertThat(hook.flush(LEFT)).as("which says nothing of the bus").isZero();
    }
}
