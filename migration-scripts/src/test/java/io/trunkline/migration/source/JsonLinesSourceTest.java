package io.trunkline.migration.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JsonLinesSourceTest extends RecordSourceContractTest {
    @TempDir
    private Path folder = Path.of("");

    @Override
    protected int many() {
        return 2 * RecordSource.PAGE + 100;
    }

    private static String line(int number) {
        return "{\"n\":" + number + ",\"text\":\"é\"}\n";
    }

    @Override
    protected Store store(int records) {
        Path file = folder.resolve("connections.jsonl");
        write(
                file,
                IntStream.range(0, records).mapToObj(JsonLinesSourceTest::line).collect(Collectors.joining()));
        return new Store() {
            @Override
            public RecordSource open() {
                return new JsonLinesSource(file);
            }

            @Override
            public void add(int number) {
                append(line(number));
            }

            /** A line that is blank is no record, and the others stay where they are. */
            @Override
            public void remove(int number) {
                String text = read(file);
                String bytes = " ".repeat(line(number).strip().length() + 1);
                write(file, text.replace(line(number), bytes + "\n"));
            }

            @Override
            public void addOdd() {
                append("{\"token\":\"eyJhbGciOi.cut");
            }

            @Override
            public void vanish() {
                write(file, "");
            }

            private void append(String text) {
                try {
                    Files.writeString(file, text, StandardOpenOption.APPEND);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    @Override
    protected RecordSource missing() {
        return new JsonLinesSource(folder.resolve("nothing_here"));
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void a_line_that_is_no_object_is_a_record_still_and_says_where_it_stands() throws IOException {
        Path file = folder.resolve("damaged.jsonl");
        Files.writeString(file, "{\"n\":1}\n{\"n\":\n[1]\n\n");

        try (JsonLinesSource source = new JsonLinesSource(file)) {
            assertThat(source.page(Optional.empty()).records())
                    .extracting(SourceRecord::origin)
                    .containsExactly("damaged.jsonl byte 0", "damaged.jsonl byte 8", "damaged.jsonl byte 14");
            assertThat(source.page(Optional.empty()).records())
                    .extracting(record -> record.fault().orElse(""))
                    .containsExactly(
                            "",
                            "a line of 5 characters that is no JSON object",
                            "a line of 3 characters that is no JSON object");
        }
    }

    @Test
    void a_file_that_has_become_shorter_is_no_end() {
        Store store = store(5);
        try (RecordSource source = store.open()) {
            assertThatThrownBy(() -> source.page(Optional.of("1000"))).hasMessageContaining("became shorter");
        }
    }
}
