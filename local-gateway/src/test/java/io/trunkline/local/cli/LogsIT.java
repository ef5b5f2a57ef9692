package io.trunkline.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the functions and the local gateway log of good days and bad: whose, but never what was said or shown. */
class LogsIT {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** In every payload, and in what is no token, no key and no JSON. */
    private static final String MARKER = "qX7pSecretMarker";

    @TempDir
    Path folder;

    @Test
    void tokensAndPayloadsStandInNoLogLineAndEveryLineSaysWhoseItIs() throws Exception {
        Path data = folder.resolve("data");
        try (HttpClient client = HttpClient.newHttpClient();
                UpProcess up = UpProcess.up(data).awaitReady()) {
            int greeting = up.lines().size();
            String socketAddress = find("wizz/customers as .*\\n.*\"(ws://[^\"]+)\"", up.lines());
            String token = socketAddress.substring(socketAddress.indexOf("token=") + "token=".length());
            String http = find("ready .*(http://127\\S+)", up.lines());
            String key = made(data);

            Talk talk = new Talk(client, socketAddress, http, key);
            talk.badHandshakes();
            talk.openAndTalk();
            talk.postByHttp(202);
            up.children().stream().filter(LogsIT::isDynamoDb).forEach(ProcessHandle::destroyForcibly);
            talk.postByHttp(500);
            talk.talk();
            talk.badHandshakes();

            List<String> lines =
                    new ArrayList<>(up.lines().subList(greeting, up.lines().size()));
            lines.addAll(functionLogs(data));
            assertThat(lines)
                    .noneMatch(line -> line.contains(MARKER))
                    .noneMatch(line -> line.contains(token.substring(token.lastIndexOf('.') + 1)))
                    .noneMatch(line -> line.contains(key.substring(key.lastIndexOf('_') + 1)));
            List<JsonNode> own = functionLogs(data).stream()
                    .flatMap(LogsIT::json)
                    .filter(line -> line.path("loggerName").asText().startsWith("io.trunkline"))
                    .toList();
            assertThat(own)
                    .filteredOn(line -> line.path("formattedMessage").asText().startsWith("failed "))
                    .isNotEmpty()
                    .allSatisfy(line -> assertThat(line.fieldNames())
                            .toIterable()
                            .contains("invocation", "request", "connection", "tenant"));
            assertThat(own)
                    .filteredOn(line -> line.path("loggerName").asText().contains(".handler."))
                    .allSatisfy(
                            line -> assertThat(line.path("request").asText()).isNotEmpty());
            assertThat(own)
                    .as("by the HTTP function, whose framework hands requests on")
                    .anyMatch(line -> line.path("loggerName").asText().contains(".publish.")
                            && line.path("tenant").asText().equals("wizz")
                            && !line.has("connection"));
        }
    }

    /** A client and a backend that put the marker wherever somebody could put a secret. */
    private static final class Talk implements WebSocket.Listener {
        private final HttpClient client;
        private final String socketAddress;
        private final String http;
        private final String key;
        private final AtomicInteger answers = new AtomicInteger();
        private Optional<WebSocket> open = Optional.empty();

        Talk(HttpClient client, String socketAddress, String http, String key) {
            this.client = client;
            this.socketAddress = socketAddress;
            this.http = http;
            this.key = key;
        }

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
            answers.addAndGet(last ? 1 : 0);
            socket.request(1);
            return null;
        }

        void badHandshakes() {
            String base = socketAddress.substring(0, socketAddress.indexOf('?'));
            for (String query : List.of(
                    "?token=" + MARKER,
                    "?token=eyJhbGciOiJIUzI1NiJ9." + MARKER + ".AAAA",
                    "?access_token=" + MARKER,
                    "?token=a.b.c&app=wizz/" + MARKER)) {
                assertThatExceptionOfType(ExecutionException.class).isThrownBy(() -> client.newWebSocketBuilder()
                        .buildAsync(URI.create(base + query), new WebSocket.Listener() {})
                        .get(60, TimeUnit.SECONDS));
            }
        }

        void openAndTalk() throws Exception {
            open = Optional.of(client.newWebSocketBuilder()
                    .buildAsync(URI.create(socketAddress), this)
                    .get(60, TimeUnit.SECONDS));
            talk();
        }

        void talk() throws Exception {
            int before = answers.get();
            List<String> frames = List.of(
                    "{\"action\":\"" + MARKER,
                    "{\"action\":\"" + MARKER + "\"}",
                    "{\"action\":\"ping\",\"" + MARKER + "\":1}",
                    "{\"action\":\"subscribe\",\"room\":\"city:c-1\",\"data\":\"" + MARKER + "\"}",
                    "{\"action\":\"subscribe\",\"id\":\"1\",\"room\":\"order:o-9\"}",
                    "{\"action\":\"send\",\"id\":\"2\",\"to\":{\"entity\":\"merchant/m-42\"},\"event\":\"order.created\",\"data\":\""
                            + MARKER + "\"}",
                    "{\"action\":\"publish\",\"id\":\"3\",\"room\":\"order:o-9\",\"event\":\"order.created\",\"data\":\""
                            + MARKER + "\"}");
            for (String frame : frames) {
                open.orElseThrow().sendText(frame, true).get(60, TimeUnit.SECONDS);
            }
            Awaitility.await().atMost(UpProcess.PATIENCE).until(() -> answers.get() >= before + frames.size());
        }

        void postByHttp(int status) throws Exception {
            String event = "\"event\":\"order.created\",\"data\":\"" + MARKER + "\"}";
            assertThat(post(key, "{\"rooms\":[\"order:o-9\"]," + event)).isEqualTo(status);
            post(key, "{\"" + MARKER + "\":1," + event);
            post(key, MARKER);
            post("tlk_wizz.4f0c9a1be27d5536_" + MARKER, "{}");
        }

        private int post(String key, String body) throws Exception {
            return client.send(
                            HttpRequest.newBuilder(URI.create(http + "/v1/publish?secret=" + MARKER))
                                    .header("x-api-key", key)
                                    .header("Content-Type", "application/json")
                                    .POST(HttpRequest.BodyPublishers.ofString(body))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString())
                    .statusCode();
        }
    }

    private static String made(Path data) {
        UpProcess create =
                UpProcess.run("keys", "create", "--data", data.toString(), "--tenant", "wizz", "--scope", "publish");
        assertThat(create.awaitExit()).isZero();
        return create.lines().getLast();
    }

    private static boolean isDynamoDb(ProcessHandle child) {
        return child.info().commandLine().orElse("").contains("dynamodb-local");
    }

    private static String find(String pattern, List<String> lines) {
        Matcher matcher = Pattern.compile(pattern).matcher(String.join("\n", lines));
        assertThat(matcher.find()).as(pattern).isTrue();
        return matcher.group(1);
    }

    private static List<String> functionLogs(Path data) throws IOException {
        List<String> lines = new ArrayList<>();
        try (Stream<Path> files = Files.list(data.resolve("logs"))) {
            for (Path file : files.toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    private static Stream<JsonNode> json(String line) {
        try {
            return line.startsWith("{") ? Stream.of(JSON.readTree(line)) : Stream.empty();
        } catch (JsonProcessingException e) {
            throw new AssertionError("no JSON: " + line, e);
        }
    }
}
