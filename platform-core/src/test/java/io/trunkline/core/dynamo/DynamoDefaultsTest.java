package io.trunkline.core.dynamo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemResponse;
import software.amazon.awssdk.services.dynamodb.model.ProvisionedThroughputExceededException;

/** The client against a table that throttles or hangs, which DynamoDB Local never does. */
class DynamoDefaultsTest {
    private static final String THROTTLED =
            "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException\",\"message\":\"slow"
                    + " down\"}";

    private final AtomicInteger requests = new AtomicInteger();
    private final CountDownLatch over = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private IntPredicate throttles = request -> false;
    private IntPredicate hangs = request -> false;
    private HttpServer server;
    private DynamoDbClient client;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        client = DynamoDefaults.apply(DynamoDbClient.builder())
                .endpointOverride(
                        URI.create("http://127.0.0.1:" + server.getAddress().getPort()))
                .region(Region.US_EAST_1)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
                .build();
    }

    @AfterEach
    void stop() {
        over.countDown();
        client.close();
        server.stop(0);
        threads.close();
    }

    private void answer(HttpExchange exchange) throws IOException {
        int number = requests.incrementAndGet();
        exchange.getRequestBody().readAllBytes();
        if (hangs.test(number)) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        byte[] body = (throttles.test(number) ? THROTTLED : "{}").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
        exchange.sendResponseHeaders(throttles.test(number) ? 400 : 200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private GetItemResponse get() {
        return client.getItem(request -> request.tableName("t").key(Map.of("k", Items.text("v"))));
    }

    @Test
    void aRequestThatIsThrottledTwiceGetsThrough() {
        throttles = request -> request <= 2;

        assertThat(get().hasItem()).isFalse();

        assertThat(requests).hasValue(3);
    }

    @Test
    void aTableThatStaysThrottledIsAFaultWithinTheTimeOfACall() {
        throttles = request -> true;
        Instant start = Instant.now();

        assertThatThrownBy(this::get).isInstanceOf(ProvisionedThroughputExceededException.class);

        assertThat(requests.get()).isGreaterThan(2);
        assertThat(Duration.between(start, Instant.now())).isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void anAttemptThatHangsIsGivenUpAndMadeAgain() {
        hangs = request -> request == 1;

        assertThat(get().hasItem()).isFalse();

        assertThat(requests).hasValue(2);
    }
}
