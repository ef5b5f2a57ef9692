package io.trunkline.core.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class EnvsDocTest {
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(TRUNKLINE_[A-Z_]+)` \\| `([^`]*)` \\|");

    @Test
    void the_table_has_each_variable_with_its_default_and_no_other() throws IOException {
        List<String> rows = ROW.matcher(Files.readString(Path.of("..", "ENVS.md")))
                .results()
                .map(EnvsDocTest::row)
                .toList();

        assertThat(rows)
                .containsExactlyElementsOf(Arrays.stream(EnvironmentVariable.values())
                        .map(variable ->
                                variable.name() + "=" + variable.defaultValue().orElse("must be set"))
                        .toList());
    }

    private static String row(MatchResult match) {
        return match.group(1) + "=" + match.group(2);
    }
}
