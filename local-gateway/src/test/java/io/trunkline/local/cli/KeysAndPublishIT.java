package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./trunkline keys} and {@code ./trunkline publish} beside a running {@code up}. */
class KeysAndPublishIT {
    @TempDir
    Path folder;

    @Test
    void a_key_made_at_a_terminal_opens_the_api_and_publish_needs_none_by_hand() throws Exception {
        String data = folder.resolve("data").toString();
        try (UpProcess up = UpProcess.up(folder.resolve("data")).awaitReady()) {
            String http = up.lines().getLast().replaceFirst(".*http://", "http://");
            String key = ran("keys", "create", "--data", data, "--tenant", "wizz", "--scope", "publish,read")
                    .getLast();

            assertThat(status(http, key)).isEqualTo(200);
            assertThat(status(http, key + "0")).isEqualTo(401);
            String id = key.substring("tlk_".length(), key.lastIndexOf('_'));
            assertThat(ran("keys", "list", "--data", data, "--tenant", "wizz"))
                    .anySatisfy(line -> assertThat(line).contains(id, "publish,read", "live"))
                    .noneSatisfy(line -> assertThat(line).contains(key));

            assertThat(ran("publish", "--data-dir", data, "--tenant", "wizz", "--to", "all", "--event", "x"))
                    .singleElement()
                    .asString()
                    .matches("published \\w{26}: delivered 0, .*");

            assertThat(ran("usage", "--data", data, "--tenant", "wizz"))
                    .anyMatch(line -> line.strip().startsWith("minutes"))
                    .last()
                    .asString()
                    .startsWith("total ");
            assertThat(ran("usage", "--data", data, "--tenant", "wizz", "--json"))
                    .singleElement()
                    .asString()
                    .contains("\"periods\":[", "\"total\":{\"connectionMinutes\":");
            UpProcess week = UpProcess.run("usage", "--data", data, "--tenant", "wizz", "--by", "week");
            assertThat(week.awaitExit()).isEqualTo(1);
            assertThat(week.lines()).singleElement().asString().contains("by must be hour or day");
            assertThat(ran("disconnect", "--data", data, "--tenant", "wizz", "--user", "u-1", "--revoke-for", "1h"))
                    .singleElement()
                    .asString()
                    .matches("closed 0, ghosts 0, still able to act 0, revoked until .*Z");
            UpProcess gone = UpProcess.run("disconnect", "--data", data, "--tenant", "wizz", "--connection", "A=");
            assertThat(gone.awaitExit()).isEqualTo(1);
            assertThat(gone.lines()).singleElement().asString().contains("not_found");

            String next = ran("keys", "rotate", id, "--data", data).getLast();
            assertThat(status(http, next)).isEqualTo(200);
            assertThat(ran("keys", "revoke", id, "--data", data)).anyMatch(line -> line.contains("is revoked since"));

            UpProcess refused =
                    UpProcess.run("publish", "--data-dir", data, "--tenant", "wizz", "--to", "nope:1", "--event", "x");
            assertThat(refused.awaitExit()).isEqualTo(1);
            assertThat(refused.lines()).singleElement().asString().contains("publish_refused");
        }
        assertThat(Files.exists(folder.resolve("data/running.json"))).isFalse();
    }

    @Test
    void where_nothing_runs_one_line_says_so() {
        UpProcess list = UpProcess.run("keys", "list", "--tenant", "wizz", "--data", folder.toString());

        assertThat(list.awaitExit()).isEqualTo(1);
        assertThat(list.lines()).singleElement().asString().contains("nothing runs on", "./trunkline up");
    }

    private static List<String> ran(String... arguments) {
        UpProcess process = UpProcess.run(arguments);
        assertThat(process.awaitExit()).as(String.join("\n", process.lines())).isEqualTo(0);
        return process.lines();
    }

    private static int status(String http, String key) throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(
                            HttpRequest.newBuilder(URI.create(http + "/v1/status"))
                                    .header("x-api-key", key)
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }
}
