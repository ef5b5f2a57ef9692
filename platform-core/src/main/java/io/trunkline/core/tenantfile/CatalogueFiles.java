package io.trunkline.core.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.catalogue.EventCatalogue;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Reads a catalogue of events: a folder whose {@code *.json} files hold one JSON Schema each, of the event that the
 * file is named after, {@code order/created.json} for {@code order:created}.
 */
final class CatalogueFiles {
    private static final String ENDING = ".json";
    private static final int MAX_FILES = 1_000;
    private static final int MAX_DEPTH = 4;
    private static final long MAX_BYTES = 64L * 1024;

    private final Path folder;
    private final Consumer<String> problems;
    private final ObjectNode schemas = JsonNodeFactory.instance.objectNode();

    private CatalogueFiles(Path folder, Consumer<String> problems) {
        this.folder = folder;
        this.problems = problems;
    }

    /** Event name to schema; what is wrong is told to {@code problems}, a line each with the file. */
    static ObjectNode read(Path folder, Consumer<String> problems) {
        CatalogueFiles files = new CatalogueFiles(folder, problems);
        files.all();
        return files.schemas;
    }

    private void all() {
        List<Path> found;
        try (Stream<Path> walk = Files.walk(folder, MAX_DEPTH)) {
            found = walk.filter(path -> Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS))
                    .sorted()
                    .limit(MAX_FILES + 1L)
                    .toList();
        } catch (IOException e) {
            problems.accept(folder + ": no folder that can be read; the catalogue of events is its *.json files");
            return;
        }
        if (found.isEmpty() || found.size() > MAX_FILES) {
            problems.accept(folder + ": must hold 1 to " + MAX_FILES + " *.json files, one an event");
            return;
        }
        found.forEach(this::one);
    }

    private void one(Path file) {
        String name = StreamSupport.stream(folder.relativize(file).spliterator(), false)
                .map(Path::toString)
                .reduce((parent, child) -> parent + ":" + child)
                .orElse("");
        if (!name.endsWith(ENDING)) {
            problems.accept(file + ":1: is no *.json file, which is all that a catalogue of events holds");
            return;
        }
        String event = name.substring(0, name.length() - ENDING.length());
        try {
            if (Files.size(file) > MAX_BYTES) {
                problems.accept(file + ":1: is larger than " + MAX_BYTES / 1024 + " KB");
                return;
            }
            JsonNode schema = EventCatalogue.read(Files.readString(file));
            EventCatalogue.problems(schema).forEach(problem -> problems.accept(file + ":1: " + problem));
            schemas.set(event, schema);
        } catch (MalformedInputException e) {
            problems.accept(file + ":1: is not UTF-8");
        } catch (IOException e) {
            problems.accept(file + ":1: cannot be read; check what it is and who may read it");
        } catch (IllegalArgumentException e) {
            problems.accept(file + ":1: " + e.getMessage());
        }
    }
}
