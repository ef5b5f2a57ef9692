package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The demo, as somebody at a terminal and a script see it. */
class DemoCommandIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir
    Path folder;

    @Test
    void it_plays_one_order_on_a_platform_of_its_own() {
        UpProcess demo = UpProcess.run("demo", "--patience", "60s");

        assertThat(demo.awaitExit()).as(String.join("\n", demo.lines())).isZero();
        assertThat(demo.lines())
                .anyMatch(line -> line.matches("  +\\d+\\.\\d{3} s  merchant  ← NEW_ORDER +o-\\w+"))
                .anyMatch(line -> line.matches("  +\\d+\\.\\d{3} s  customer  ← order_status_change +delivered"))
                .noneMatch(line -> line.contains("\u001b") || line.contains("eyJ"))
                .last()
                .asString()
                .startsWith("Everything arrived");
        assertThat(demo.children()).isEmpty();
    }

    @Test
    void on_a_platform_that_runs_it_speaks_json_to_scripts() throws Exception {
        Path data = folder.resolve("data");
        try (UpProcess _ = UpProcess.up(data).awaitReady()) {
            UpProcess demo =
                    UpProcess.run("demo", "--running", "--json", "--patience", "60s", "--data", data.toString());

            assertThat(demo.awaitExit()).as(String.join("\n", demo.lines())).isZero();
            List<JsonNode> lines =
                    demo.lines().stream().map(DemoCommandIT::json).toList();
            assertThat(lines)
                    .anyMatch(line -> line.path("actor").asText().equals("customer")
                            && line.path("direction").asText().equals("gets")
                            && line.at("/frame/status").asText().equals("picked_up"));
            assertThat(demo.lines()).noneMatch(line -> line.contains("eyJ"));
        }
        UpProcess late = UpProcess.run("demo", "--running", "--data", data.toString());
        assertThat(late.awaitExit()).isEqualTo(1);
        assertThat(late.lines()).last().asString().contains("nothing runs on");
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new AssertionError(line, e);
        }
    }
}
