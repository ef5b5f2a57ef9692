package io.trunkline.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.apikey.ApiScope;
import io.trunkline.routing.key.AppKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** One golden file, {@code wire/<dialect>/<file>.txt}, as it is had over a real socket. */
record Replay(String dialect, String file, ReplayTable table, List<String> lines) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path GOLDEN = Path.of("../platform-core/src/test/resources/wire");
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** What the golden files call the connection, whatever it is called. */
    private static final String CONNECTION = "L0SM9cOFIAMCEgA=";

    private static final String FAULT = "~ .*\"code\":\"(internal|rate_limited|token_expired|revoked)\".*";
    private static final String INSTANT = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z";

    /** Those of dialects that have a table, but for what cannot be had. */
    static Stream<Replay> all() {
        return everyFile()
                .filter(replay -> replay.table.text(replay.file, "skip").isEmpty());
    }

    /** What the tables speak of and is not there, and files of which nothing is left. */
    static List<String> problems() {
        List<String> problems = new ArrayList<>();
        List<Replay> files = everyFile().toList();
        ReplayTable.all().forEach((dialect, table) -> table.files().forEach(file -> {
            if (files.stream().noneMatch(replay -> replay.name().equals(dialect + "/" + file))) {
                problems.add(dialect + "/" + file + " is no golden file");
            }
        }));
        for (Replay replay : files) {
            boolean skipped = replay.table.text(replay.file, "skip").isPresent();
            if (!skipped && replay.lines.stream().noneMatch(line -> replay.isHad(line))) {
                problems.add(replay.name() + " has nothing left to be had; say why under skip");
            }
            replay.table.map(replay.file, "without").keySet().stream()
                    .filter(start -> replay.lines.stream().noneMatch(line -> line.startsWith(start)))
                    .forEach(start -> problems.add(replay.name() + " has no line that begins with " + start));
        }
        return problems;
    }

    private static Stream<Replay> everyFile() {
        return ReplayTable.all().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .flatMap(entry -> files(entry.getKey(), entry.getValue()).stream());
    }

    private static List<Replay> files(String dialect, ReplayTable table) {
        try (Stream<Path> files = Files.list(GOLDEN.resolve(dialect))) {
            List<Replay> replays = new ArrayList<>();
            for (Path file : files.sorted().toList()) {
                replays.add(new Replay(
                        dialect,
                        file.getFileName().toString().replace(".txt", ""),
                        table,
                        withoutFaults(Files.readAllLines(file)).stream()
                                .filter(line -> line.matches("[>!<] .*"))
                                .toList()));
            }
            return replays;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without exchanges in which the platform fails, or is at a limit, or a token's time is over. */
    private static List<String> withoutFaults(List<String> lines) {
        List<String> had = new ArrayList<>();
        List<String> exchange = new ArrayList<>();
        for (String line : Stream.concat(lines.stream(), Stream.of("> ")).toList()) {
            if (line.startsWith("> ") || line.startsWith("! ")) {
                if (exchange.stream().noneMatch(answer -> answer.matches(FAULT))) {
                    had.addAll(exchange);
                }
                exchange.clear();
            }
            exchange.add(line);
        }
        return had;
    }

    String name() {
        return dialect + "/" + file;
    }

    void run() {
        AppKey app = AppKey.parse(table.text(file, "app").orElseThrow());
        table.map(file, "grants")
                .forEach((room, entity) -> HttpCaller.of(app.tenant().value(), ApiScope.ADMIN)
                        .put("/v1/rooms/" + encoded(room) + "/members/" + encoded(entity), ""));
        try (TestSocket socket = TestSocket.connect(address(app))) {
            assertThat(socket.isOpen())
                    .as("%s is connected at the door", name())
                    .isTrue();
            int seen = 0;
            boolean welcomed =
                    lines.getFirst().startsWith("! ") && type(lines.getFirst()).equals("welcome");
            if (table.of(file, "welcome").asBoolean() && !welcomed) {
                await(socket, ++seen, "the welcome");
            }
            for (String frame : table.texts(file, "first")) {
                socket.send(frame);
                await(socket, ++seen, frame);
            }
            exchange(socket, app, seen);
        }
    }

    private void exchange(TestSocket socket, AppKey app, int before) {
        int seen = before;
        boolean had = true;
        for (String line : lines) {
            String content = line.substring(2);
            switch (line.charAt(0)) {
                case '>' -> {
                    had = isHad(line);
                    if (had) {
                        socket.send(content);
                    }
                }
                case '!' -> {
                    had = isHad(line);
                    if (had) {
                        publish(json(content), app);
                    }
                }
                default -> {
                    if (had) {
                        await(socket, ++seen, content);
                        JsonNode frame = socket.frames().get(seen - 1);
                        assertThat(isLike(json(content), frame))
                                .as("%s: frame %d is %s%n and should be like %s", name(), seen, frame, content)
                                .isTrue();
                    }
                }
            }
        }
        // nothing may be left over; what was sent before this answer has arrived by then
        assertThat(socket.frames()).as("%s: all frames", name()).hasSize(seen);
    }

    /** Whether the line can be had from outside; the table says why not. */
    private boolean isHad(String line) {
        return !line.startsWith("< ")
                && table.map(file, "without").keySet().stream().noneMatch(line::startsWith)
                && !(line.startsWith("! ") && List.of("goaway", "reply").contains(type(line)));
    }

    private static String type(String line) {
        return json(line.substring(2)).path("type").asText();
    }

    /** As a back end does; a welcome and what the client itself has published come by themselves. */
    private void publish(JsonNode event, AppKey app) {
        boolean own =
                event.path("from").asText().equals(table.text(file, "entity").orElse(""));
        if (own || !event.path("type").asText().equals("event")) {
            return;
        }
        ObjectNode body =
                JSON.createObjectNode().put("event", event.path("event").asText());
        body.putArray("rooms").add(event.path("room").asText());
        body.set("data", event.path("data"));
        HttpCaller.Answer answer =
                HttpCaller.of(app.tenant().value(), ApiScope.PUBLISH).post("/v1/publish", body.toString());
        assertThat(answer.status()).as("%s: %s", name(), answer.body()).isEqualTo(202);
    }

    private URI address(AppKey app) {
        String token = RunningPlatform.systemToken(
                app,
                table.text(file, "entity").orElseThrow(),
                table.text(file, "user"),
                table.texts(file, "roles"),
                table.map(file, "claims"));
        String query = table.text(file, "query").map(more -> "&" + more).orElse("");
        return URI.create(RunningPlatform.platform().webSocketUri(app) + "?token=" + token + query);
    }

    private void await(TestSocket socket, int count, String what) {
        Awaitility.await(name() + ": " + what)
                .atMost(PATIENCE)
                .until(() -> socket.frames().size() >= count);
    }

    /** The same but for times and for what the connection is called. */
    static boolean isLike(JsonNode golden, JsonNode frame) {
        if (golden.isObject() || golden.isArray()) {
            return golden.getNodeType() == frame.getNodeType()
                    && golden.size() == frame.size()
                    && (golden.isArray()
                            ? Stream.iterate(0, i -> i < golden.size(), i -> i + 1)
                                    .allMatch(i -> isLike(golden.get(i), frame.get(i)))
                            : golden.properties().stream()
                                    .allMatch(field -> frame.has(field.getKey())
                                            && isLike(
                                                    field.getValue(),
                                                    Objects.requireNonNull(frame.get(field.getKey())))));
        }
        String text = golden.asText();
        if (golden.isTextual() && text.matches(INSTANT)) {
            return frame.isTextual() && frame.textValue().matches(INSTANT);
        }
        if (golden.isTextual() && text.equals(CONNECTION)) {
            return frame.isTextual() && !frame.textValue().isEmpty();
        }
        // a moment of the golden files' day in milliseconds
        if (golden.isIntegralNumber() && text.matches("17723\\d{8}")) {
            return frame.isIntegralNumber() && frame.asText().length() == text.length();
        }
        return golden.equals(frame);
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Its name alone, as a test's name. */
    @Override
    public String toString() {
        return name();
    }
}
