package io.trunkline.core.wire.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.wire.DecodeOutcome.Decoded;
import io.trunkline.core.wire.DecodeOutcome.Undecodable;
import io.trunkline.core.wire.Speaker;
import io.trunkline.core.wire.WireDialect;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A golden exchange of an older app, from {@code wire/<dialect>/<name>.txt}. Its lines: {@code >} a client's frame,
 * {@code =} an action that it asks, {@code ~} what the platform answers to that, {@code !} what is pushed, both in the
 * native wire's words, and {@code <} a frame that the client gets. Lines of {@code #} say where the facts are from.
 */
record LegacyExchange(String dialect, String name, List<String> lines) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FOLDER = Path.of("src/test/resources/wire");

    static List<LegacyExchange> all(String dialect) {
        try (Stream<Path> files = Files.list(FOLDER.resolve(dialect))) {
            return files.sorted().map(file -> read(dialect, file)).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static LegacyExchange read(String dialect, Path file) {
        try {
            return new LegacyExchange(
                    dialect,
                    file.getFileName().toString().replace(".txt", ""),
                    Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank() && !line.startsWith("#"))
                            .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String text() {
        return String.join("\n", lines);
    }

    /** The frames that clients send in it. */
    List<String> clientFrames() {
        return lines.stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    /** The same exchange as {@code wire} speaks it with {@code speaker}. */
    String spoken(WireDialect wire, Speaker speaker) {
        List<String> spoken = new ArrayList<>();
        List<ServerEvent> answers = new ArrayList<>();
        Optional<Decoded> asked = Optional.empty();
        for (String line : lines) {
            String content = line.substring(2);
            switch (line.charAt(0)) {
                case '>' -> {
                    spoken.add(line);
                    answers.clear();
                    switch (wire.decode(content, speaker)) {
                        case Decoded decoded -> {
                            asked = Optional.of(decoded);
                            decoded.actions().forEach(action -> spoken.add("= " + action));
                            if (decoded.actions().isEmpty()) {
                                decoded.wording().frames(List.of()).forEach(frame -> spoken.add("< " + frame));
                            }
                        }
                        case Undecodable undecodable -> undecodable.frames().forEach(frame -> spoken.add("< " + frame));
                    }
                }
                case '~' -> {
                    spoken.add(line);
                    answers.add(event(content, speaker));
                    Decoded decoded = asked.orElseThrow();
                    if (answers.size() == decoded.actions().size()
                            || answers.getLast() instanceof ServerEvent.Refused) {
                        decoded.wording().frames(answers).forEach(frame -> spoken.add("< " + frame));
                    }
                }
                case '!' -> {
                    spoken.add(line);
                    wire.encode(event(content, speaker)).forEach(frame -> spoken.add("< " + frame));
                }
                case '=', '<' -> {}
                default -> throw new IllegalStateException(this + " has a line that is none: " + line);
            }
        }
        return String.join("\n", spoken);
    }

    private static ServerEvent event(String native_, Speaker speaker) {
        JsonNode json = json(native_);
        return switch (json.path("type").asText()) {
            case "event" ->
                new ServerEvent.Published(
                        json.path("id").asText(),
                        json.path("room").asText(),
                        json.path("event").asText(),
                        json.path("data"),
                        text(json, "from"),
                        Instant.parse(json.path("at").asText()),
                        text(json, "position").flatMap(Position::parse));
            case "welcome" ->
                new ServerEvent.Welcome(
                        speaker.connection(),
                        speaker.identity().orElseThrow(),
                        texts(json.path("rooms")),
                        speaker.connectedAt(),
                        Instant.parse(json.path("at").asText()));
            case "goaway" ->
                new ServerEvent.GoAway(
                        json.path("reason").asText(),
                        text(json, "url"),
                        json.has("afterMs") ? Optional.of(json.path("afterMs").asLong()) : Optional.empty(),
                        text(json, "at").map(Instant::parse));
            default ->
                json.path("ok").asBoolean()
                        ? new ServerEvent.Reply(text(json, "id"), "", json.path("data"))
                        : new ServerEvent.Refused(text(json, "id"), Optional.empty(), rejection(json.path("error")));
        };
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> texts(JsonNode list) {
        List<String> texts = new ArrayList<>();
        list.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
    }

    private static Rejection rejection(JsonNode error) {
        Rejection usual = Rejection.of(Arrays.stream(RejectionCode.values())
                .filter(each -> each.code().equals(error.path("code").asText()))
                .findFirst()
                .orElseThrow());
        return new Rejection(
                usual.code(),
                error.path("message").asText(usual.message()),
                error.has("retryAfterMs")
                        ? Optional.of(
                                Duration.ofMillis(error.path("retryAfterMs").asLong()))
                        : Optional.empty());
    }

    @Override
    public String toString() {
        return dialect + "/" + name;
    }
}
