package io.trunkline.lambda.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.usage.UsageTab;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

class JsonLinesTest {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final LoggerContext context = new LoggerContext();
    private final JsonLines lines = new JsonLines();

    @Test
    void aLineHasTheIdsOfItsInvocationOnceTheyAreKnown() throws Exception {
        new UsageTab((_, _) -> {}).during(() -> {
            UsageTab.label("request", "r-1");
            assertThat(line("early").path("request").asText()).isEqualTo("r-1");
            assertThat(line("early").has("tenant")).isFalse();
            UsageTab.label("connection", "L0SM9\"=");
            UsageTab.belongsTo(new TenantId("wizz"));

            JsonNode line = line("told {}", "it");
            assertThat(line.path("tenant").asText()).isEqualTo("wizz");
            assertThat(line.path("connection").asText()).isEqualTo("L0SM9\"=");
            assertThat(line.path("formattedMessage").asText()).isEqualTo("told it");
            assertThat(line.path("level").asText()).isEqualTo("WARN");
            return true;
        });
    }

    @Test
    void theIdsFollowTheWorkToItsThreads() throws Exception {
        List<JsonNode> written = new CopyOnWriteArrayList<>();
        new UsageTab((_, _) -> {}).during(() -> {
            UsageTab.label("request", "r-1");
            Thread.ofVirtual()
                    .start(UsageTab.carried(() -> written.add(line("from a thread"))))
                    .join();
            return true;
        });

        assertThat(written.getFirst().path("request").asText()).isEqualTo("r-1");
    }

    @Test
    void aLineOutsideAnyInvocationHasNone() {
        assertThat(line("starting").fieldNames()).toIterable().doesNotContain("request", "tenant", "mdc");
    }

    private JsonNode line(String message, Object... arguments) {
        LoggingEvent event = new LoggingEvent(
                JsonLinesTest.class.getName(), context.getLogger("test"), Level.WARN, message, null, arguments);
        try {
            return JSON.readTree(new String(lines.encode(event), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
