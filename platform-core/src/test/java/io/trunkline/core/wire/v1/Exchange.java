package io.trunkline.core.wire.v1;

import com.fasterxml.jackson.databind.JsonNode;
import io.trunkline.core.message.Position;
import io.trunkline.core.message.PresenceChange;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.testing.Speakers;
import io.trunkline.core.wire.DecodeOutcome.Decoded;
import io.trunkline.core.wire.DecodeOutcome.Undecodable;
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
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A golden file: {@code >} what the client sent, {@code =} the action that it means, {@code <} what the server says.
 */
record Exchange(String name, List<String> lines) {
    private static final Path FILES = Path.of("src", "test", "resources", "wire", "v1");

    static List<Exchange> all() {
        try (Stream<Path> files = Files.list(FILES)) {
            return files.sorted().map(Exchange::read).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Exchange read(Path file) {
        try {
            return new Exchange(String.valueOf(file.getFileName()), Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> clientFrames() {
        return lines.stream()
                .filter(line -> line.startsWith("> "))
                .map(line -> line.substring(2))
                .toList();
    }

    String text() {
        return String.join("\n", lines);
    }

    /** The same exchange as {@code dialect} speaks it; a refusal of a frame that cannot be read is its own. */
    String spoken(WireDialect dialect) {
        List<String> spoken = new ArrayList<>();
        boolean answered = false;
        for (String line : lines) {
            String frame = line.substring(2);
            switch (line.charAt(0)) {
                case '>' -> {
                    spoken.add(line);
                    switch (dialect.decode(frame, Speakers.ANY)) {
                        case Decoded decoded -> decoded.actions().forEach(action -> spoken.add("= " + action));
                        case Undecodable undecodable -> {
                            undecodable.frames().forEach(answer -> spoken.add("< " + answer));
                            answered = true;
                        }
                    }
                }
                case '<' -> {
                    if (!answered) {
                        dialect.encode(event(frame)).forEach(said -> spoken.add("< " + said));
                    }
                }
                case '=' -> {}
                default -> throw new IllegalStateException(name + " has a line that is none: " + line);
            }
        }
        return String.join("\n", spoken);
    }

    private static ServerEvent event(String frame) {
        JsonNode json = json(frame);
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
            case "presence" ->
                new ServerEvent.Presence(
                        json.path("room").asText(),
                        json.path("entity").asText(),
                        PresenceChange.valueOf(json.path("change").asText().toUpperCase(Locale.ROOT)),
                        Instant.parse(json.path("at").asText()));
            case "goaway" ->
                new ServerEvent.GoAway(
                        json.path("reason").asText(),
                        text(json, "url"),
                        json.has("afterMs") ? Optional.of(json.path("afterMs").asLong()) : Optional.empty());
            default ->
                json.path("ok").asBoolean()
                        ? new ServerEvent.Reply(text(json, "id"), "", json.path("data"))
                        : new ServerEvent.Refused(text(json, "id"), Optional.empty(), rejection(json.path("error")));
        };
    }

    private static JsonNode json(String frame) {
        try {
            return V1Json.MAPPER.readTree(frame);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<String> text(JsonNode json, String field) {
        return json.has(field) ? Optional.of(json.path(field).asText()) : Optional.empty();
    }

    private static Rejection rejection(JsonNode error) {
        RejectionCode code = Arrays.stream(RejectionCode.values())
                .filter(each -> each.code().equals(error.path("code").asText()))
                .findFirst()
                .orElseThrow();
        Optional<Duration> retryAfter = error.has("retryAfterMs")
                ? Optional.of(Duration.ofMillis(error.path("retryAfterMs").asLong()))
                : Optional.empty();
        return new Rejection(code, error.path("message").asText(), retryAfter);
    }

    @Override
    public String toString() {
        return name;
    }
}
