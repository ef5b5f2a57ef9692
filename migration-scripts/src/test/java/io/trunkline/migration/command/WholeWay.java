package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.tenantfile.TenantFiles;
import io.trunkline.core.tenantfile.TenantLoad;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** From a plan to a rollback of one source, by the commands, with the tenants that come along. */
final class WholeWay {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a plan's files say, by the first words of each line's origin. */
    record Planned(Path folder, JsonNode plan, List<JsonNode> rows, List<JsonNode> repairs, List<JsonNode> unmapped) {
        /** The connections to store. */
        List<String> ids() {
            return rows.stream().map(row -> row.path("id").asText()).toList();
        }

        /** Why something was left, as {@code REASON origin}, with the detail. */
        List<String> left() {
            return unmapped.stream()
                    .map(line -> line.path("reason").asText() + " "
                            + line.path("origin").asText() + " "
                            + line.path("detail").asText())
                    .toList();
        }

        List<String> mended() {
            return repairs.stream()
                    .map(line -> line.path("repair").asText() + " "
                            + line.path("origin").asText())
                    .distinct()
                    .toList();
        }
    }

    private final MigrationRig rig;
    private final Path folder;

    WholeWay(MigrationRig rig, Path folder) throws IOException {
        this.rig = rig;
        this.folder = folder;
        TenantLoad.Loaded loaded =
                (TenantLoad.Loaded) TenantFiles.load(Path.of(System.getProperty("trunkline.root"), "tenants"));
        loaded.files().forEach(file -> rig.admin.registry().replace(file.definition(), file.reading()));
    }

    /** Writes a plan and holds its files: every record is in one of them, and no file holds a token. */
    Planned plan(String mapping, String... more) {
        List<String> arguments =
                new ArrayList<>(List.of("--out", folder.resolve("plan").toString(), "--mapping", mapping));
        arguments.addAll(List.of("--ecosystem", rig.unique));
        arguments.addAll(List.of(more));
        expect(0, rig.run("plan", arguments.toArray(String[]::new)));
        Path plan = folder.resolve("plan");
        Planned planned = new Planned(
                plan,
                lines(plan.resolve("plan.json")).getFirst(),
                lines(plan.resolve("rows.jsonl")),
                lines(plan.resolve("repairs.jsonl")),
                lines(plan.resolve("unmapped.jsonl")));
        nothingIsDropped(planned);
        return planned;
    }

    private static void nothingIsDropped(Planned planned) {
        List<String> origins = new ArrayList<>();
        Stream.concat(planned.rows().stream(), planned.unmapped().stream().filter(line -> !line.path("part")
                        .asBoolean()))
                .forEach(line -> {
                    origins.add(line.path("origin").asText());
                    JsonNode with = line.has("with")
                            ? line.path("with")
                            : line.path("record").path("with");
                    with.forEach(origin -> origins.add(origin.asText()));
                });
        assertThat(origins).as("each record is in one place").doesNotHaveDuplicates();
        assertThat(planned.plan().path("records").path("read").asLong())
                .as("records read, and found again")
                .isEqualTo(origins.size());
    }

    /** Imports, verifies and takes back; the source is the same before, in between and after. */
    void goesAndComesBack(Planned planned, Supplier<String> source, Runnable inBetween) throws IOException {
        String before = source.get();
        String plan = planned.folder().toString();
        expect(0, rig.run("apply", plan, "--phase", "import"));
        imported(planned);
        inBetween.run();
        expect(0, rig.run("rollback", plan, "--settle", "0"));
        over(source, before);
    }

    /** The same, with both ways killed in the middle. */
    void goesAndComesBackThoughKilled(Planned planned, Supplier<String> source, Runnable inBetween)
            throws IOException, InterruptedException {
        String before = source.get();
        String plan = planned.folder().toString();
        int all = planned.rows().size();
        Process apply = MigrationRig.child(rig.arguments("apply", plan, "--phase", "import", "--parallel", "1"));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .until(() -> !apply.isAlive() || rows() >= 20);
        apply.destroyForcibly().waitFor();
        assertThat(rows()).as("killed in the middle").isBetween(1, all - 1);
        expect(0, rig.run("apply", plan, "--phase", "import"));
        imported(planned);
        inBetween.run();
        Process back = MigrationRig.child(rig.arguments("rollback", plan, "--settle", "0", "--parallel", "1"));
        Awaitility.await()
                .pollInterval(Duration.ofMillis(20))
                .atMost(Duration.ofSeconds(60))
                .until(() -> !back.isAlive() || rows() < all);
        back.destroyForcibly().waitFor();
        expect(0, rig.run("rollback", plan, "--settle", "0"));
        over(source, before);
    }

    private void imported(Planned planned) {
        String plan = planned.folder().toString();
        assertThat(rows()).isEqualTo(planned.rows().size());
        expect(0, rig.run("verify", plan));
        assertThat(rig.run("status", plan, "--json").out()).contains("\"phase\":\"imported\"");
    }

    private void over(Supplier<String> source, String before) {
        assertThat(source.get()).as("the source").isEqualTo(before);
        assertThat(rig.everything(rig.layout.connections())).isEmpty();
        assertThat(rig.everything(rig.layout.subscriptions())).isEmpty();
    }

    private int rows() {
        return rig.everything(rig.layout.connections()).size();
    }

    /** All that stands in the files of a plan, its journal among them. */
    static Map<String, String> texts(Planned planned) {
        Map<String, String> texts = new TreeMap<>();
        try (Stream<Path> files = Files.walk(planned.folder())) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.put(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        assertThat(texts).isNotEmpty();
        return texts;
    }

    private static void expect(int status, MigrationRig.Outcome outcome) {
        assertThat(outcome.status()).as(outcome.toString()).isEqualTo(status);
    }

    private static List<JsonNode> lines(Path file) {
        try {
            if (file.toString().endsWith(".json")) {
                return List.of(JSON.readTree(Files.readString(file)));
            }
            List<JsonNode> lines = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                lines.add(JSON.readTree(line));
            }
            return lines;
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
