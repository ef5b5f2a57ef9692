package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Optional;

/**
 * {@code watch.jsonl} in a plan's folder: each look with its counts, and everybody of whom something was found, named
 * once a run with what it was. Lines are added, never taken away.
 */
public final class WatchLog implements AutoCloseable {
    /** The file's name. */
    public static final String NAME = "watch.jsonl";

    private final BufferedWriter writer;
    private final IdSet told = new IdSet();

    /** @throws UncheckedIOException where the file cannot be written */
    public WatchLog(Path folder) {
        try {
            writer = Files.newBufferedWriter(
                    folder.resolve(NAME), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody of whom {@code found} is true; the first time it is told. */
    synchronized void found(
            Instant at, String found, String connection, String user, String entity, Optional<Instant> lastActiveAt) {
        // one user is found on both sides by whichever connection comes second
        if (told.add(found + " " + (found.equals(WatchStep.BOTH_SIDES) ? user + " " + entity : connection))) {
            ObjectNode line = RowJson.JSON
                    .createObjectNode()
                    .put("at", at.toString())
                    .put("found", found)
                    .put("connection", connection)
                    .put("user", user)
                    .put("entity", entity);
            lastActiveAt.ifPresent(active -> line.put("lastActiveAt", active.toString()));
            write(line);
        }
    }

    /** A look, or what canaries got. */
    public synchronized void write(ObjectNode line) {
        try {
            writer.write(line.toString());
            writer.write('\n');
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
