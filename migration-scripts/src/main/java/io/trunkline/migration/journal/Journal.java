package io.trunkline.migration.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.OperatorException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * What a migration did, an entry a line, in a file that is on the disk before anything else is written, and in a table.
 * The table is written first: so the file never knows more than the table, and a file that was lost comes back whole.
 */
public final class Journal implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String SEQUENCE = "sequence";

    private final JournalTable table;
    private final String migration;
    private final Path file;
    private final FileChannel channel;
    private long next;

    private Journal(JournalTable table, String migration, Path file, FileChannel channel) {
        this.table = table;
        this.migration = migration;
        this.file = file;
        this.channel = channel;
    }

    /**
     * Opens the journal of a migration. A line that a killed process left half written goes; what the table has beyond
     * the file is fetched.
     */
    public static Journal open(Path file, JournalTable table, String migration) {
        try {
            FileChannel channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            channel.truncate(endOfLastLine(channel));
            channel.position(channel.size());
            Journal journal = new Journal(table, migration, file, channel);
            journal.next = 1;
            journal.forEach(entry -> journal.next = entry.path(SEQUENCE).asLong() + 1);
            table.entries(migration, journal.next, journal::restore);
            return journal;
        } catch (IOException e) {
            throw new OperatorException("the journal " + file + " cannot be used: " + e.getMessage(), e);
        }
    }

    /**
     * Every entry in the order in which they were written, one in memory at a time, for whoever only looks: a line that
     * another process is writing just now is passed over, and nothing is mended.
     */
    public static void read(Path file, JournalTable table, String migration, Consumer<JsonNode> action) {
        long[] next = {1};
        if (Files.exists(file)) {
            each(file, entry -> {
                action.accept(entry);
                next[0] = entry.path(SEQUENCE).asLong() + 1;
            });
        }
        table.entries(migration, next[0], action);
    }

    private void restore(JsonNode missing) {
        try {
            write(missing);
        } catch (IOException e) {
            throw new OperatorException("the journal " + file + " cannot be written: " + e.getMessage(), e);
        }
        next = missing.path(SEQUENCE).asLong() + 1;
    }

    private static long endOfLastLine(FileChannel channel) throws IOException {
        ByteBuffer one = ByteBuffer.allocate(1);
        for (long at = channel.size() - 1; at >= 0; at--) {
            channel.read(one.clear(), at);
            if (one.get(0) == '\n') {
                return at + 1;
            }
        }
        return 0;
    }

    /** Writes an entry; when this returns it survives whatever happens to this machine or that table. */
    public synchronized void add(ObjectNode entry) {
        entry.put(SEQUENCE, next);
        table.put(migration, next, entry);
        try {
            write(entry);
        } catch (IOException e) {
            throw new OperatorException("the journal " + file + " cannot be written: " + e.getMessage(), e);
        }
        next++;
    }

    private void write(JsonNode entry) throws IOException {
        ByteBuffer line = ByteBuffer.wrap((entry + "\n").getBytes(StandardCharsets.UTF_8));
        while (line.hasRemaining()) {
            channel.write(line);
        }
        channel.force(false);
    }

    /** Every entry in the order in which they were written, one in memory at a time. */
    public void forEach(Consumer<JsonNode> action) {
        each(file, action);
    }

    private static void each(Path file, Consumer<JsonNode> action) {
        try (FileChannel channel = FileChannel.open(file)) {
            long left = endOfLastLine(channel);
            BufferedReader lines = new BufferedReader(Channels.newReader(channel.position(0), StandardCharsets.UTF_8));
            while (left > 0) {
                String line = lines.readLine();
                action.accept(JSON.readTree(line));
                left -= line.getBytes(StandardCharsets.UTF_8).length + 1L;
            }
        } catch (JsonProcessingException e) {
            throw new OperatorException(
                    "the journal " + file + " is damaged; move it away, and it comes back from the table", e);
        } catch (IOException e) {
            throw new UncheckedIOException("the journal " + file + " cannot be read", e);
        }
    }

    /** A new entry of {@code kind}. */
    public static ObjectNode entry(String kind) {
        return JSON.createObjectNode().put("kind", kind);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
