package io.trunkline.core.apigw;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Answer;
import io.trunkline.core.delivery.ConnectionGateway;
import io.trunkline.core.delivery.ConnectionGatewayContractTest;
import io.trunkline.core.delivery.PostOutcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The SDK's client against a server that answers as API Gateway does. */
final class ApiGatewayConnectionsTest extends ConnectionGatewayContractTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private ConnectionsServer server;
    private ApiGatewayConnections gateway;

    @BeforeEach
    void start() throws IOException {
        server = new ConnectionsServer();
        gateway = connections(Map.of());
    }

    @AfterEach
    void stop() {
        gateway.close();
        server.close();
    }

    private ApiGatewayConnections connections(Map<String, String> overrides) {
        return new ApiGatewayConnections(
                new ManagementUrls("eu-west-1", server.url() + "/{stage}", overrides),
                StaticCredentialsProvider.create(AwsBasicCredentials.create("local", "local")),
                4);
    }

    @Override
    protected ConnectionGateway gateway() {
        return gateway;
    }

    @Override
    protected void script(Answer answer) {
        server.answer(answer);
    }

    @Override
    protected List<String> received() {
        return server.requests().stream().map(ConnectionsServer.Request::body).toList();
    }

    @Test
    void callsAreSignedAndGoToTheStagesConnections() {
        gateway.post(ENDPOINT, CONNECTION, frame(), LONG);
        gateway.isLive(ENDPOINT, CONNECTION, LONG);
        gateway.close(ENDPOINT, CONNECTION, LONG);

        assertThat(server.requests())
                .extracting(ConnectionsServer.Request::method)
                .containsExactly("POST", "GET", "DELETE");
        assertThat(server.requests()).allSatisfy(request -> {
            assertThat(request.rawPath()).isEqualTo("/dev/@connections/L0SM9cOFvHcCIhw%3D");
            assertThat(request.path()).isEqualTo("/dev/@connections/L0SM9cOFvHcCIhw=");
            assertThat(request.authorization())
                    .startsWith("AWS4-HMAC-SHA256 Credential=local/")
                    .contains("/eu-west-1/execute-api/aws4_request");
        });
    }

    @Test
    void anIdThatIsNoIdStaysOneSegmentOfThePath() {
        gateway.post(ENDPOINT, new ConnectionId("../x?y#z/%2e"), frame(), LONG);

        assertThat(server.requests())
                .singleElement()
                .satisfies(request -> assertThat(request.path()).isEqualTo("/dev/@connections/../x?y#z/%2e"))
                .satisfies(
                        request -> assertThat(request.rawPath().split("/", -1)).hasSize(4));
    }

    @Test
    void nothingIsRepeatedByTheSdk() {
        for (Answer answer : List.of(Answer.THROTTLED, Answer.BROKEN)) {
            int before = server.requests().size();
            server.answer(answer);
            gateway.post(ENDPOINT, CONNECTION, frame(), LONG);
            assertThat(server.requests()).hasSize(before + 1);
        }
    }

    @Test
    void anApiOfItsOwnIsReachedAtItsOwnAddress() {
        try (ApiGatewayConnections own = connections(Map.of("legacy9", server.url() + "/ws"))) {
            own.post(new GatewayEndpoint("legacy9", "prod"), CONNECTION, frame(), LONG);
        }
        assertThat(server.requests())
                .extracting(ConnectionsServer.Request::path)
                .containsExactly("/ws/@connections/L0SM9cOFvHcCIhw=");
    }

    @Test
    void manyEndpointsAreServedByFewClients() {
        for (int i = 0; i < ManagementClients.MAX_CLIENTS + 10; i++) {
            assertThat(gateway.post(new GatewayEndpoint("api" + i, "dev"), CONNECTION, frame(), LONG))
                    .isEqualTo(new PostOutcome.Delivered());
        }
        assertThat(gateway.post(new GatewayEndpoint("api0", "dev"), CONNECTION, frame(), LONG))
                .isEqualTo(new PostOutcome.Delivered());
    }

    @Test
    void anEndpointWhereNobodyListensIsRetryable() {
        server.close();
        assertThat(gateway.post(ENDPOINT, CONNECTION, frame(), LONG))
                .isInstanceOfSatisfying(PostOutcome.Failed.class, failed -> assertThat(failed.retryable())
                        .isTrue());
    }

    @Test
    void anInterruptEndsACallAndAsksForNoOther() throws InterruptedException {
        server.answer(Answer.SILENT);
        AtomicReference<PostOutcome> outcome = new AtomicReference<>();
        Thread caller = Thread.ofVirtual().start(() -> outcome.set(gateway.post(ENDPOINT, CONNECTION, frame(), LONG)));
        await().until(() -> !server.requests().isEmpty());

        caller.interrupt();

        assertThat(caller.join(Duration.ofSeconds(10))).isTrue();
        assertThat(outcome.get()).isEqualTo(new PostOutcome.Failed("interrupted", false));
    }

    @Test
    void aTimeOutLeavesAVirtualThreadFitForItsNextCall() throws InterruptedException {
        server.answer(Answer.SILENT);
        List<PostOutcome> outcomes = new CopyOnWriteArrayList<>();
        AtomicBoolean interrupted = new AtomicBoolean();
        Thread caller = Thread.ofVirtual().start(() -> {
            outcomes.add(gateway.post(ENDPOINT, CONNECTION, frame(), Duration.ofMillis(300)));
            interrupted.set(Thread.currentThread().isInterrupted());
            server.answer(Answer.HELD);
            outcomes.add(gateway.post(ENDPOINT, CONNECTION, frame(), LONG));
        });

        assertThat(caller.join(Duration.ofSeconds(30))).isTrue();
        assertThat(outcomes)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isInstanceOfSatisfying(
                                        PostOutcome.Failed.class,
                                        failed -> assertThat(failed.retryable()).isTrue()),
                        second -> assertThat(second).isEqualTo(new PostOutcome.Delivered()));
        assertThat(interrupted).isFalse();
    }

    @Test
    void anEndpointThatIsNoneLeadsNoCallElsewhere() {
        assertThatThrownBy(
                        () -> gateway.post(new GatewayEndpoint("evil.example.com#", "dev"), CONNECTION, frame(), LONG))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(server.requests()).isEmpty();
    }

    private static ByteBuffer frame() {
        return ByteBuffer.wrap("{}".getBytes(UTF_8)).asReadOnlyBuffer();
    }
}
