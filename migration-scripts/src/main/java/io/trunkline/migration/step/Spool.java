package io.trunkline.migration.step;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Records put aside on disk by a key, so that all of one key come back together and only a small part of them is in
 * memory at a time: a part is a hundred-and-twenty-eighth.
 */
final class Spool implements AutoCloseable {
    static final int PARTS = 128;

    private final List<Path> files = new ArrayList<>();
    private final List<BufferedWriter> writers = new ArrayList<>();

    Spool(Path folder, String name) throws IOException {
        Files.createDirectories(folder);
        for (int part = 0; part < PARTS; part++) {
            Path file = folder.resolve(name + "-" + part + ".part");
            files.add(file);
            writers.add(Files.newBufferedWriter(file, StandardCharsets.UTF_8));
        }
    }

    void put(String key, JsonNode node) throws IOException {
        BufferedWriter writer = writers.get(Math.floorMod(key.hashCode() * 0x9E3779B9, PARTS));
        writer.write(node.toString());
        writer.write('\n');
    }

    /** Nothing is put any more from here on. */
    void full() throws IOException {
        for (BufferedWriter writer : writers) {
            writer.close();
        }
    }

    List<JsonNode> part(int part) throws IOException {
        List<JsonNode> nodes = new ArrayList<>();
        for (String line : Files.readAllLines(files.get(part), StandardCharsets.UTF_8)) {
            try {
                nodes.add(RowJson.JSON.readTree(line));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException("a spooled line is damaged", e);
            }
        }
        return nodes;
    }

    @Override
    public void close() throws IOException {
        full();
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
    }
}
