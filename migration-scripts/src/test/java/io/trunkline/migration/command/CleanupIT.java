package io.trunkline.migration.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is left of an older app goes, exported, and only when everything of it stands here. */
class CleanupIT {
    @TempDir
    private Path folder;

    private MigrationRig rig;

    @BeforeEach
    void tables() throws IOException {
        rig = new MigrationRig(folder);
        rig.createLegacyTable();
        rig.legacyConnection(
                "M1=", "u-1", "b-1", Instant.now().truncatedTo(ChronoUnit.MILLIS), Map.of("note", "ä\n😀"));
    }

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void tables_are_exported_with_a_checksum_and_then_deleted() throws IOException, NoSuchAlgorithmException {
        Path plan = rig.plan();
        assertThat(rig.run("apply", plan.toString(), "--phase", "import").status())
                .isZero();

        MigrationRig.Outcome cleaned = rig.run("cleanup", plan.toString(), "--yes");

        assertThat(cleaned.status()).as(cleaned.toString()).isZero();
        assertThat(rig.tables())
                .doesNotContain(rig.connectionsTable(), rig.unique + "-endpoints")
                .contains(rig.layout.connections());
        Path export = plan.resolve("cleanup").resolve(rig.connectionsTable() + ".jsonl.gz");
        assertThat(lines(export))
                .singleElement()
                .asString()
                .contains("\"connectionId\":{\"S\":\"M1=\"}")
                .contains("\"ttl\":{\"N\":");
        String checksum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(export)));
        assertThat(Files.readString(Path.of(export + ".sha256"))).startsWith(checksum + "  ");
        MigrationRig.Outcome again = rig.run("cleanup", plan.toString(), "--yes");
        assertThat(again.status()).as(again.toString()).isZero();
        assertThat(again.out()).contains("gone already");
    }

    @Test
    void nothing_goes_while_the_verify_is_red() {
        Path plan = rig.plan();
        MigrationRig.Outcome refused = rig.run("cleanup", plan.toString(), "--yes");
        assertThat(refused.status()).as(refused.toString()).isEqualTo(Exit.FINDINGS);
        assertThat(rig.tables()).contains(rig.connectionsTable());
    }

    @Test
    void nothing_goes_unless_the_app_s_name_is_typed() {
        Path plan = rig.plan();
        assertThat(rig.run("apply", plan.toString(), "--phase", "import").status())
                .isZero();
        InputStream stdin = System.in;
        try {
            System.setIn(new ByteArrayInputStream("yes\n".getBytes(StandardCharsets.UTF_8)));
            MigrationRig.Outcome refused = rig.run("cleanup", plan.toString());
            assertThat(refused.status()).as(refused.toString()).isEqualTo(Exit.FAILED);
            assertThat(refused.errors()).contains("Type the app's name, wizz/order-receiver");
        } finally {
            System.setIn(stdin);
        }
        assertThat(rig.tables()).contains(rig.connectionsTable());
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().toList();
        }
    }
}
