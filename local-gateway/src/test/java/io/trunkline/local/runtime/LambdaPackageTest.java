package io.trunkline.local.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LambdaPackageTest {
    @TempDir
    Path folder;

    @BeforeEach
    void writeContent() throws IOException {
        Files.writeString(folder.resolve("Handler.class"), "content");
    }

    @Test
    void the_same_zip_is_unzipped_once() throws IOException {
        Path zip = HandlerPackage.zip(folder.resolve("a.zip"), List.of("lib/Handler.class"), folder);

        Path first = LambdaPackage.unzip(zip, folder.resolve("work"));
        Path again = LambdaPackage.unzip(zip, folder.resolve("work"));

        assertThat(first).isEqualTo(again);
        assertThat(first.resolve("lib/Handler.class")).hasContent("content");
        try (var folders = Files.list(folder.resolve("work"))) {
            assertThat(folders).containsExactly(first);
        }
    }

    @Test
    void an_entry_that_leaves_the_folder_is_refused_and_nothing_is_left() throws IOException {
        Path zip = HandlerPackage.zip(folder.resolve("evil.zip"), List.of("../../evil"), folder);

        assertThatThrownBy(() -> LambdaPackage.unzip(zip, folder.resolve("work")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("leaves its folder");
        try (var folders = Files.list(folder.resolve("work"))) {
            assertThat(folders).isEmpty();
        }
    }

    @Test
    void two_entries_of_one_name_are_refused() throws IOException {
        Path zip = HandlerPackage.zip(folder.resolve("twins.zip"), List.of("twin", "./twin"), folder);

        assertThatThrownBy(() -> LambdaPackage.unzip(zip, folder.resolve("work")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("twin");
    }

    @Test
    void many_at_once_get_the_same_whole_folder() throws Exception {
        Path zip = HandlerPackage.zip(folder.resolve("a.zip"), List.of("lib/Handler.class"), folder);
        try (ExecutorService starters = Executors.newFixedThreadPool(8)) {
            for (int round = 0; round < 20; round++) {
                Path work = folder.resolve("work-" + round);
                CyclicBarrier together = new CyclicBarrier(8);
                List<Future<Path>> folders = new ArrayList<>();
                for (int i = 0; i < 8; i++) {
                    folders.add(starters.submit(() -> {
                        together.await();
                        return LambdaPackage.unzip(zip, work);
                    }));
                }
                for (Future<Path> unzipped : folders) {
                    assertThat(unzipped.get().resolve("lib/Handler.class")).hasContent("content");
                }
            }
        }
    }

    @Test
    void a_missing_zip_says_what_to_do() {
        assertThatThrownBy(() -> LambdaPackage.unzip(folder.resolve("none.zip"), folder))
                .hasMessageContaining("run ./trunkline build");
    }
}
