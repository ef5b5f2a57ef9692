package io.trunkline.lambda.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.schema.FunctionLayout;
import io.trunkline.core.schema.Metric;
import io.trunkline.lambda.config.Settings;
import io.trunkline.routing.key.TenantId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CyclicBarrier;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsWriterTest {
    private static final TenantId WIZZ = new TenantId("wizz");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final PrintStream standardOutput = System.out;
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final MetricsWriter writer = new MetricsWriter(Settings.from(Map.of("TRUNKLINE_STAGE", "prod")));

    @BeforeEach
    void catchStandardOutput() {
        System.setOut(new PrintStream(written, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void giveItBack() {
        System.setOut(standardOutput);
    }

    @Test
    void anInvocationIsOneLineUnderItsFunctionAndUnderItsTenant() throws Exception {
        InvocationMetrics counted = new InvocationMetrics();
        counted.during(() -> {
            InvocationMetrics.count(Metric.MESSAGES_IN);
            InvocationMetrics.count(Metric.DELIVERED, 3);
            InvocationMetrics.count(Metric.DELIVERED, 4);
            InvocationMetrics.count(Metric.GONE, 0);
            InvocationMetrics.took(Metric.HANDLER_DURATION, Duration.ofMillis(12));
            return true;
        });
        writer.write(FunctionLayout.WEBSOCKET, Optional.of(WIZZ), counted);

        List<JsonNode> lines = lines();
        assertThat(lines).hasSize(1);
        JsonNode line = lines.getFirst();
        JsonNode directive = line.at("/_aws/CloudWatchMetrics/0");
        assertThat(directive.path("Namespace").asText()).isEqualTo("Trunkline/WizzUser_prod");
        assertThat(directive.path("Dimensions").toString()).isEqualTo("[[\"Function\"],[\"Tenant\"]]");
        assertThat(units(directive))
                .containsExactlyInAnyOrder("MessagesIn=Count", "Delivered=Count", "HandlerDuration=Milliseconds");
        assertThat(line.path("Function").asText()).isEqualTo("websocket");
        assertThat(line.path("Tenant").asText()).isEqualTo("wizz");
        assertThat(line.path("Delivered").asDouble()).isEqualTo(7);
        assertThat(line.path("HandlerDuration").asDouble()).isEqualTo(12);
    }

    @Test
    void whereNoTenantIsKnownThereIsTheFunctionAlone() throws Exception {
        writer.write(FunctionLayout.AUTHORIZER, Optional.empty(), oneDenied());

        assertThat(lines().getFirst().at("/_aws/CloudWatchMetrics/0/Dimensions").toString())
                .isEqualTo("[[\"Function\"]]");
    }

    @Test
    void howManyTenantsAreNamedIsBounded() throws Exception {
        for (int i = 0; i < 15; i++) {
            writer.write(FunctionLayout.HTTP, Optional.of(new TenantId("t" + i)), oneDenied());
        }
        writer.write(FunctionLayout.HTTP, Optional.of(new TenantId("t0")), oneDenied());

        assertThat(tenants()).containsExactly("t0", "t1", "t2", "t3", "t4", "t5", "t6", "t7", "t8", "t9", "(other)");
        assertThat(lines().getLast().path("Tenant").asText()).isEqualTo("t0");
    }

    @Test
    void anOperatorChoosesWhichTenantsAreNamed() throws Exception {
        MetricsWriter choosing = new MetricsWriter(Settings.from(Map.of("TRUNKLINE_METRIC_TENANTS", "wizz, parcelo")));
        for (String tenant : List.of("hasty", "wizz", "parcelo")) {
            choosing.write(FunctionLayout.HTTP, Optional.of(new TenantId(tenant)), oneDenied());
        }

        assertThat(tenants()).containsExactly("(other)", "wizz", "parcelo");
    }

    /** As with AWS_LAMBDA_MAX_CONCURRENCY; there is no trace id here to tell them apart by. */
    @Test
    void invocationsAtOnceInOneEnvironmentKeepTheirCountsApart() throws Exception {
        CyclicBarrier both = new CyclicBarrier(2);
        List<Thread> threads = new ArrayList<>();
        for (int i = 1; i <= 2; i++) {
            int count = i;
            threads.add(Thread.ofVirtual().start(() -> invocation(both, count)));
        }
        for (Thread thread : threads) {
            thread.join();
        }

        assertThat(lines())
                .extracting(line -> line.path("Tenant").asText() + "="
                        + line.path("MessagesIn").asInt())
                .containsExactlyInAnyOrder("t1=1", "t2=2");
    }

    private void invocation(CyclicBarrier both, int count) {
        try {
            InvocationMetrics counted = new InvocationMetrics();
            counted.during(() -> {
                InvocationMetrics.count(Metric.MESSAGES_IN, count);
                return both.await();
            });
            writer.write(FunctionLayout.WEBSOCKET, Optional.of(new TenantId("t" + count)), counted);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static InvocationMetrics oneDenied() throws Exception {
        InvocationMetrics counted = new InvocationMetrics();
        counted.during(() -> {
            InvocationMetrics.count(Metric.DENIED);
            return true;
        });
        return counted;
    }

    private List<String> tenants() {
        return lines().stream()
                .map(line -> line.path("Tenant").asText())
                .distinct()
                .toList();
    }

    private static List<String> units(JsonNode directive) {
        return StreamSupport.stream(directive.path("Metrics").spliterator(), false)
                .map(metric ->
                        metric.path("Name").asText() + "=" + metric.path("Unit").asText())
                .toList();
    }

    private List<JsonNode> lines() {
        return written.toString(StandardCharsets.UTF_8)
                .lines()
                .map(MetricsWriterTest::read)
                .toList();
    }

    private static JsonNode read(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new AssertionError(line, e);
        }
    }
}
