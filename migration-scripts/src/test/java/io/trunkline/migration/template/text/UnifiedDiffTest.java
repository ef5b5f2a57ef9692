package io.trunkline.migration.template.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
    @Test
    void equal_texts_have_none() {
        assertThat(UnifiedDiff.of("a", "x\n", "b", "x\n")).isEmpty();
    }

    @Test
    void it_reads_as_diff_writes_it() {
        String before = "1\n2\n3\n4\n5\n6\n\n8\n9\n";
        assertThat(UnifiedDiff.of("a", before, "b", before.replace("5\n", "five\n")))
                .containsExactly("--- a", "+++ b", "@@ -2,7 +2,7 @@", " 2", " 3", " 4", "-5", "+five", " 6", " ", " 8");
    }

    @Test
    void a_missing_last_line_break_is_said() {
        assertThat(UnifiedDiff.of("a", "x\ny", "b", "x\n"))
                .containsExactly("--- a", "+++ b", "@@ -1,2 +1,1 @@", " x", "-y", "\\ No newline at end of file");
    }

    @Test
    void texts_with_nothing_in_common_take_no_longer() {
        String before = IntStream.range(0, 20_000).mapToObj(i -> "a" + i + "\n").collect(Collectors.joining());
        String after = IntStream.range(0, 20_000).mapToObj(i -> "b" + i + "\n").collect(Collectors.joining());
        assertThat(UnifiedDiff.of("a", before, "b", after)).hasSize(40_003);
    }
}
