package io.trunkline.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class OperationsDocTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([A-Za-z]+)` \\| (count|milliseconds) \\| \\S.*\\|$");

    @Test
    void the_table_has_each_metric_with_its_unit_and_no_other() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(Path.of("..", "docs", "operations.md")))
                .results()
                .map(row -> row.group(1) + " " + row.group(2))
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(Metric.values())
                        .map(metric ->
                                metric.metricName() + " " + metric.unit().name().toLowerCase(Locale.ROOT))
                        .toList());
    }
}
