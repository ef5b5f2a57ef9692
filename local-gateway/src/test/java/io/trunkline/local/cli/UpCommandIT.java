package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./trunkline up} as someone at a terminal meets it. */
class UpCommandIT {
    private static final Pattern ADDRESS = Pattern.compile("\"(ws://[^\"]+\\?token=[^\"]+)\"");

    @TempDir
    Path folder;

    @Test
    void the_printed_lines_connect_and_a_second_up_is_told_why_it_cannot_start() throws Exception {
        try (UpProcess up = UpProcess.up(folder.resolve("data")).awaitReady()) {
            List<String> addresses = up.lines().stream()
                    .map(ADDRESS::matcher)
                    .filter(Matcher::find)
                    .map(matcher -> matcher.group(1))
                    .toList();
            assertThat(addresses)
                    .as("a line for each app of the shipped tenants")
                    .hasSizeGreaterThanOrEqualTo(6);
            try (HttpClient client = HttpClient.newHttpClient()) {
                for (String address : addresses) {
                    WebSocket socket = client.newWebSocketBuilder()
                            .buildAsync(URI.create(address), new WebSocket.Listener() {})
                            .get(30, TimeUnit.SECONDS);
                    socket.abort();
                }
                String ready = up.lines().getLast();
                HttpResponse<String> health = client.send(
                        HttpRequest.newBuilder(URI.create(ready.substring(ready.indexOf("http://")) + "/health"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString());
                assertThat(health.statusCode()).isEqualTo(200);
            }

            UpProcess second = UpProcess.up(folder.resolve("data"));
            assertThat(second.awaitExit()).isEqualTo(1);
            assertThat(second.lines()).singleElement().asString().contains("another './trunkline up' uses");
        }
    }

    @Test
    void killed_it_leaves_no_orphan() {
        UpProcess up = UpProcess.up(folder.resolve("data")).awaitReady();
        List<ProcessHandle> children = up.children();
        assertThat(children).as("DynamoDB Local and two functions at least").hasSizeGreaterThanOrEqualTo(3);

        up.kill();

        Awaitility.await().atMost(UpProcess.PATIENCE).until(() -> children.stream()
                .noneMatch(ProcessHandle::isAlive));
    }

    @Test
    void interrupted_it_ends_with_all_its_children_and_no_complaint() throws Exception {
        UpProcess up = UpProcess.up(folder.resolve("data")).awaitReady();
        List<ProcessHandle> children = up.children();

        up.interrupt();

        assertThat(up.awaitExit()).isIn(0, 130);
        assertThat(children).noneMatch(ProcessHandle::isAlive);
        assertThat(up.lines().getLast()).startsWith("ready ");
    }

    @Test
    void a_taken_port_is_one_clear_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UpProcess up = UpProcess.up(folder.resolve("data"), "--port", Integer.toString(taken.getLocalPort()));

            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.lines().getLast())
                    .startsWith("trunkline: ")
                    .contains(Integer.toString(taken.getLocalPort()))
                    .contains("another");
            assertThat(up.children()).isEmpty();
        }
    }

    @Test
    void a_taken_port_of_a_door_is_one_clear_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int base = taken.getLocalPort() - 21;
            UpProcess up = UpProcess.up(folder.resolve("data"), "--door-base", Integer.toString(base));

            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.lines().getLast()).startsWith("trunkline: door ").contains("--door-base");
            assertThat(up.children()).isEmpty();
        }
    }

    @Test
    void a_taken_http_port_is_one_clear_line() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            UpProcess up = UpProcess.up(folder.resolve("data"), "--http-port", Integer.toString(taken.getLocalPort()));

            assertThat(up.awaitExit()).isEqualTo(1);
            assertThat(up.lines().getLast())
                    .startsWith("trunkline: ")
                    .contains("--http-port")
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    @Test
    void a_broken_tenant_file_is_refused_with_file_and_line_before_anything_starts() throws IOException {
        Path tenants = Files.createDirectories(folder.resolve("tenants"));
        Files.writeString(tenants.resolve("bad.yaml"), "tenant: bad\ntypes:\n  driver: {}\naps: {}\n");

        UpProcess up = UpProcess.up(folder.resolve("data"), "--tenants", tenants.toString());

        assertThat(up.awaitExit()).isEqualTo(1);
        assertThat(up.lines().getFirst()).startsWith("trunkline: the tenant files are refused");
        assertThat(up.lines()).anyMatch(line -> line.contains("bad.yaml:4") && line.contains("apps"));
        assertThat(folder.resolve("data/dynamodb")).doesNotExist();
    }

    @Test
    void a_token_stands_alone_on_stdout() {
        UpProcess token = UpProcess.run(
                "token",
                "--tenant",
                "wizz",
                "--app",
                "customers",
                "--entity",
                "customer/c-1",
                "--data",
                folder.toString());

        assertThat(token.awaitExit()).isZero();
        assertThat(token.lines()).singleElement().asString().matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+");
    }

    @Test
    void a_token_of_an_older_system_is_its_own_back_ends() {
        UpProcess token = UpProcess.run(
                "token",
                "--app",
                "landinghub/web",
                "--entity",
                "user/507f1f77bcf86cd799439011",
                "--data",
                folder.toString());

        assertThat(token.awaitExit()).isZero();
        String claims = new String(
                Base64.getUrlDecoder().decode(token.lines().getFirst().split("\\.", -1)[1]), StandardCharsets.UTF_8);
        assertThat(claims)
                .contains("\"userId\":\"507f1f77bcf86cd799439011\"", "\"role\":\"user\"")
                .doesNotContain("iss");
        assertThat(folder.resolve("secrets/LANDINGHUB_JWT_SECRET")).exists();
    }

    @Test
    void an_unknown_app_is_told_with_those_that_there_are() {
        UpProcess token = UpProcess.run(
                "token", "--tenant", "wizz", "--app", "riders", "--entity", "driver/d-1", "--data", folder.toString());

        assertThat(token.awaitExit()).isEqualTo(1);
        assertThat(token.lines())
                .singleElement()
                .asString()
                .contains("has no app 'riders'")
                .contains("customers, dispatch, drivers, order-receiver");
    }
}
