package io.trunkline.core.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ErrorCodesDocTest {
    /** Any table row that begins with something in code spans, so that a misspelt row is seen too. */
    private static final Pattern ROW = Pattern.compile(
            "(?m)^\\| `([^`]*)` \\| ([^|]*) \\| ([^|]*) \\| ([^|]*) \\| [^|]+ \\| [^|]+ \\| [^|]+ \\|$");

    private static final Pattern ANY_ROW = Pattern.compile("(?m)^\\| `");

    @Test
    void the_table_has_each_code_with_its_status_and_next_step_and_no_other() throws IOException {
        String page = Files.readString(Path.of("..", "ERROR_CODES.md"));
        List<String> rows =
                ROW.matcher(page).results().map(ErrorCodesDocTest::row).toList();

        assertThat(rows)
                .hasSize((int) ANY_ROW.matcher(page).results().count())
                .containsExactlyElementsOf(Arrays.stream(RejectionCode.values())
                        .map(ErrorCodesDocTest::row)
                        .toList());
    }

    private static String row(MatchResult match) {
        return match.group(1) + " " + match.group(2) + " " + match.group(3) + " " + match.group(4);
    }

    private static String row(RejectionCode code) {
        String next = code.nextStep().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return code.code() + " " + code.status() + " " + (code.retryable() ? "yes" : "no") + " " + next;
    }
}
