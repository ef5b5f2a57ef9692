package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The sweep of a platform that somebody started at a terminal. */
class SweepCommandIT {
    @TempDir
    Path folder;

    @Test
    void it_runs_by_the_clock_and_when_it_is_asked_for() throws Exception {
        Path data = folder.resolve("data");
        try (UpProcess _ = UpProcess.up(data, "--sweep-every", "1s").awaitReady()) {
            Path log = data.resolve("logs/sweep.log");
            Awaitility.await()
                    .atMost(UpProcess.PATIENCE)
                    .until(() -> Files.readString(log).split("swept").length > 3);

            UpProcess sweep = UpProcess.run("sweep", "--data", data.toString());
            assertThat(sweep.awaitExit()).as(String.join("\n", sweep.lines())).isZero();
            assertThat(sweep.lines())
                    .singleElement()
                    .asString()
                    .matches("looked at 0 connections and 0 subscriptions in \\d+ ms");
            UpProcess json = UpProcess.run("sweep", "--json", "--data", data.toString());
            assertThat(json.awaitExit()).isZero();
            assertThat(json.lines()).singleElement().asString().contains("\"complete\":true", "\"ghosts\":0");

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("running.json"))))
                    .as("it holds the token that functions are called with")
                    .isEqualTo("rw-------");
        }
        UpProcess late = UpProcess.run("sweep", "--data", data.toString());
        assertThat(late.awaitExit()).isEqualTo(1);
        assertThat(late.lines()).singleElement().asString().contains("nothing runs on", "./trunkline up");
    }
}
