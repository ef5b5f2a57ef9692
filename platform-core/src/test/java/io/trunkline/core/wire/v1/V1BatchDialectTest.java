package io.trunkline.core.wire.v1;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import io.trunkline.core.message.ServerEvent;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class V1BatchDialectTest {
    private static final ServerEvent.Published EVENT = new ServerEvent.Published(
            "e-1",
            "order:o-9",
            "order.ready",
            TextNode.valueOf("\"ü\ud800"),
            Optional.empty(),
            Instant.parse("2026-03-01T12:00:00Z"));

    private final V1BatchDialect batch = new V1BatchDialect();

    @Test
    void oneEventIsSaidAsInTheNativeDialect() {
        assertThat(batch.encode(EVENT)).isEqualTo(new V1Dialect().encode(EVENT));
    }

    @Test
    void severalStandInOneFrameAsTheyWouldAlone() throws IOException {
        String alone = batch.encode(EVENT).getFirst();

        JsonNode frame = JsonMapper.builder()
                .build()
                .readTree(batch.together(List.of(alone, alone)).orElseThrow());

        assertThat(frame.path("type").asText()).isEqualTo("events");
        assertThat(frame.path("events"))
                .hasSize(2)
                .containsOnly(JsonMapper.builder().build().readTree(alone));
    }

    @Test
    void theNativeDialectHasNoSuchFrame() {
        assertThat(new V1Dialect().together(List.of("{}", "{}"))).isEmpty();
    }
}
