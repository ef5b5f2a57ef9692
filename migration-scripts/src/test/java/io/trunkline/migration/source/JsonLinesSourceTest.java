package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSourceTest {
    @TempDir
    private Path folder;

    @Test
    void pages_hold_every_line_once_in_order() throws IOException {
        Path file = folder.resolve("many.jsonl");
        Files.writeString(
                file,
                IntStream.range(0, 2_500)
                        .mapToObj(i -> "{\"n\":" + i + ",\"text\":\"é\"}")
                        .collect(Collectors.joining("\n")));

        List<Integer> seen = new ArrayList<>();
        Optional<String> next = Optional.empty();
        int pages = 0;
        try (JsonLinesSource source = new JsonLinesSource(file)) {
            do {
                SourcePage page = source.page(next);
                page.records()
                        .forEach(record -> seen.add(record.fields().path("n").asInt()));
                next = page.next();
                pages++;
            } while (next.isPresent());
        }

        assertThat(seen)
                .containsExactlyElementsOf(IntStream.range(0, 2_500).boxed().toList());
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void a_line_that_is_no_object_is_a_record_still() throws IOException {
        Path file = folder.resolve("damaged.jsonl");
        Files.writeString(file, "{\"n\":1}\n{\"n\":\n[1]\n\n");

        try (JsonLinesSource source = new JsonLinesSource(file)) {
            assertThat(source.page(Optional.empty()).records())
                    .extracting(SourceRecord::origin)
                    .containsExactly("damaged.jsonl byte 0", "damaged.jsonl byte 8", "damaged.jsonl byte 14");
        }
    }

    @Test
    void a_file_that_is_not_there_is_said_to_be() {
        try (JsonLinesSource source = new JsonLinesSource(folder.resolve("none"))) {
            assertThatThrownBy(() -> source.page(Optional.empty()))
                    .isInstanceOf(SourceException.class)
                    .hasMessageContaining("none");
        }
    }
}
