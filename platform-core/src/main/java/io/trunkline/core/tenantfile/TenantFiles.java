package io.trunkline.core.tenantfile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.TenantReader;
import io.trunkline.core.app.TenantReading;
import io.trunkline.routing.key.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a folder of tenant files, each named {@code *.yaml} and holding one tenant. */
public final class TenantFiles {
    /** Largest file, in bytes; a registry item holds 400 KB, and JSON is a little longer than YAML. */
    private static final int MAX_BYTES = 256 * 1024;

    /** Largest definition with its catalogue, which is one registry item. */
    private static final int MAX_DEFINITION_BYTES = 350 * 1024;

    private final Optional<Set<String>> dialects;
    private final List<String> problems = new ArrayList<>();
    private final List<TenantFile> files = new ArrayList<>();
    private final Map<TenantId, String> tenants = new HashMap<>();
    private final Map<String, String> doors = new HashMap<>();
    private final Map<Integer, String> localPorts = new HashMap<>();

    private TenantFiles(Optional<Set<String>> dialects) {
        this.dialects = dialects;
    }

    /** Reads every file of {@code dir}; refuses all where anything is wrong with one. Never throws. */
    public static TenantLoad load(Path dir) {
        return new TenantFiles(Optional.empty()).all(dir);
    }

    /** As {@link #load(Path)}, and refuses the names of dialects that are none of {@code dialects}. */
    public static TenantLoad load(Path dir, Set<String> dialects) {
        return new TenantFiles(Optional.of(Set.copyOf(dialects))).all(dir);
    }

    private TenantLoad all(Path dir) {
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(dir)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (name.endsWith(".yaml")) {
                    found.add(entry);
                } else if (name.endsWith(".yml")) {
                    problems.add(entry + ":1: would not be read; rename it to end in .yaml");
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            return new TenantLoad.Refused(List.of(dir + ": no folder that can be read; tenants are its *.yaml files"));
        }
        if (found.isEmpty()) {
            problems.add(dir + ": holds no tenant; put a *.yaml file there, see docs/tenants.md");
        }
        found.stream().sorted().forEach(this::one);
        return problems.isEmpty() ? new TenantLoad.Loaded(files) : new TenantLoad.Refused(problems);
    }

    private void one(Path file) {
        text(file).ifPresent(text -> {
            switch (YamlTree.read(text)) {
                case YamlReading.Faulty(var faults) ->
                    faults.forEach(fault -> problems.add(file + ":" + fault.line() + ": " + fault.reason()));
                case YamlReading.Tree tree -> tenant(file, tree);
            }
        });
    }

    private Optional<String> text(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                problems.add(file + ":1: is larger than " + MAX_BYTES / 1024 + " KB");
                return Optional.empty();
            }
            return Optional.of(StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString());
        } catch (CharacterCodingException e) {
            problems.add(file + ":1: is not UTF-8");
            return Optional.empty();
        } catch (IOException e) {
            problems.add(file + ":1: cannot be read; check what it is and who may read it");
            return Optional.empty();
        }
    }

    private void tenant(Path file, YamlReading.Tree tree) {
        JsonNode definition = withCatalogue(file, tree);
        TenantReading reading = dialects.map(known -> TenantReader.read(definition, known))
                .orElseGet(() -> TenantReader.read(definition));
        switch (reading) {
            case TenantReading.Invalid(var found) ->
                found.forEach(problem -> problem(file, tree, problem.pointer(), problem.reason()));
            case TenantReading.Valid valid -> {
                alone(file, tree, valid);
                files.add(new TenantFile(file, definition, valid));
            }
        }
    }

    /** The definition with the schemas of its catalogue of events, {@code wizz/events/1.0} for version 1.0. */
    private JsonNode withCatalogue(Path file, YamlReading.Tree tree) {
        JsonNode events = tree.root().path("events");
        String version = events.path("catalogue").asText();
        if (!(tree.root() instanceof ObjectNode root)
                || !events.isObject()
                || !version.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
            return tree.root();
        }
        if (events.has("schemas")) {
            problem(file, tree, "/events/schemas", "stand in the files of the catalogue");
            return tree.root();
        }
        Path folder = file.resolveSibling(root.path("tenant").asText().replaceAll("[^A-Za-z0-9._-]", "_"))
                .resolve("events")
                .resolve(version);
        ObjectNode whole = root.deepCopy();
        ((ObjectNode) whole.path("events")).set("schemas", CatalogueFiles.read(folder, problems::add));
        int bytes = whole.toString().getBytes(StandardCharsets.UTF_8).length;
        if (bytes > MAX_DEFINITION_BYTES) {
            problem(
                    file,
                    tree,
                    "/events/catalogue",
                    "makes the tenant's definition " + bytes / 1024 + " KB large; it holds "
                            + MAX_DEFINITION_BYTES / 1024 + " KB at most, its catalogue included");
        }
        return whole;
    }

    /** What two files may not both say. */
    private void alone(Path file, YamlReading.Tree tree, TenantReading.Valid valid) {
        TenantId id = valid.tenant().id();
        once(tenants, id, "the tenant '" + id + "'", file, tree, "/tenant");
        List<Door> ways = valid.doors();
        for (int i = 0; i < ways.size(); i++) {
            String door = ways.get(i).id();
            once(doors, door, "the door '" + door + "'", file, tree, "/doors/" + i + "/door");
            String place = "/doors/" + i + "/localPort";
            ways.get(i)
                    .localPort()
                    .ifPresent(port -> once(localPorts, port, "the local port " + port, file, tree, place));
        }
    }

    private <K> void once(Map<K, String> seen, K key, String what, Path file, YamlReading.Tree tree, String pointer) {
        String place = file + ":" + tree.lineOf(pointer);
        String first = seen.putIfAbsent(key, place);
        if (first != null) {
            problem(file, tree, pointer, what + " is registered already, at " + first);
        }
    }

    private void problem(Path file, YamlReading.Tree tree, String pointer, String reason) {
        String place = pointer.isEmpty() ? "the file" : pointer;
        problems.add(file + ":" + tree.lineOf(pointer) + ": " + place + ": " + reason);
    }
}
