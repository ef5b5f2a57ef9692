package io.trunkline.local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Who speaks the golden files of one dialect, {@code replay/<dialect>.json}. At the top stands the app and its usual
 * client, {@code {"app","entity","user"?,"roles"?,"claims"?,"query"?,"welcome"?}}; under {@code files} what one file
 * has otherwise, and
 *
 * <ul>
 *   <li>{@code first}: frames that put the client where the file begins, each answered by one frame,
 *   <li>{@code grants}: rooms that the back end lets somebody into before,
 *   <li>{@code present}: who else is connected meanwhile, entity to app,
 *   <li>{@code token}: {@code none}, or {@code frame} where the client's frame has it; in the handshake if left out,
 *   <li>{@code subprotocol}: which the client offers,
 *   <li>{@code skip}: the reason why the whole file cannot be had from outside,
 *   <li>{@code without}: beginnings of lines of the file that cannot, each with its reason.
 * </ul>
 */
record ReplayTable(JsonNode table) {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Path FOLDER = Path.of("src/test/resources/replay");

    /** The tables by dialect. */
    static Map<String, ReplayTable> all() {
        Map<String, ReplayTable> tables = new HashMap<>();
        try (var files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                String dialect = file.getFileName().toString().replace(".json", "");
                tables.put(dialect, new ReplayTable(JSON.readTree(Files.readAllBytes(file))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return tables;
    }

    /** What {@code file} says of {@code key}, or else what the dialect says. */
    JsonNode of(String file, String key) {
        JsonNode own = table.path("files").path(file).path(key);
        return own.isMissingNode() ? table.path(key) : own;
    }

    Optional<String> text(String file, String key) {
        JsonNode value = of(file, key);
        return value.isMissingNode() ? Optional.empty() : Optional.of(value.asText());
    }

    List<String> texts(String file, String key) {
        List<String> texts = new ArrayList<>();
        of(file, key).forEach(text -> texts.add(text.isTextual() ? text.textValue() : text.toString()));
        return texts;
    }

    Map<String, String> map(String file, String key) {
        Map<String, String> map = new HashMap<>();
        of(file, key)
                .properties()
                .forEach(entry -> map.put(entry.getKey(), entry.getValue().asText()));
        return map;
    }

    /** The files that the table speaks of. */
    List<String> files() {
        List<String> files = new ArrayList<>();
        table.path("files").fieldNames().forEachRemaining(files::add);
        return files;
    }
}
