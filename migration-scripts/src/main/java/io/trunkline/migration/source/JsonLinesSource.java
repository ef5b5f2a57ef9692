package io.trunkline.migration.source;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A file with one JSON object a line; a page starts at a byte. */
public final class JsonLinesSource implements RecordSource {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int BUFFER = 1 << 16;

    /** A line longer than this is no record. */
    private static final int LONGEST_LINE = 1 << 20;

    private final Path file;

    public JsonLinesSource(Path file) {
        this.file = file;
    }

    @Override
    public SourcePage page(Optional<String> from) {
        long start = from.map(Long::parseLong).orElse(0L);
        try (SeekableByteChannel channel = Files.newByteChannel(file)) {
            if (start > channel.size()) {
                throw new SourceException("the file " + file + " became shorter while it was read; begin again");
            }
            channel.position(start);
            return read(channel, start);
        } catch (IOException e) {
            throw new SourceException("the file " + file + " cannot be read: " + e.getMessage(), e);
        }
    }

    private SourcePage read(SeekableByteChannel channel, long start) throws IOException {
        List<SourceRecord> records = new ArrayList<>();
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(BUFFER);
        long at = start;
        long lineStart = start;
        while (channel.read(buffer.clear()) >= 0) {
            buffer.flip();
            while (buffer.hasRemaining()) {
                byte next = buffer.get();
                at++;
                if (next != '\n') {
                    if (line.size() < LONGEST_LINE) {
                        line.write(next);
                    }
                    continue;
                }
                add(records, line, lineStart);
                lineStart = at;
                if (records.size() == PAGE) {
                    return new SourcePage(records, Optional.of(Long.toString(at)));
                }
            }
        }
        add(records, line, lineStart);
        return new SourcePage(records, Optional.empty());
    }

    private void add(List<SourceRecord> records, ByteArrayOutputStream line, long at) {
        String text = line.toString(StandardCharsets.UTF_8).strip();
        boolean cut = line.size() == LONGEST_LINE;
        line.reset();
        if (text.isEmpty()) {
            return;
        }
        String origin = file.getFileName() + " byte " + at;
        records.add(object(text)
                .map(fields -> new SourceRecord(origin, fields))
                // what it says is told to nobody, as a broken line may hold a token
                .orElseGet(() -> new SourceRecord(
                        origin,
                        JSON.createObjectNode(),
                        Optional.of(
                                cut
                                        ? "a line of more than " + LONGEST_LINE + " bytes"
                                        : "a line of " + text.length() + " characters that is no JSON object"))));
    }

    private static Optional<ObjectNode> object(String text) {
        try {
            return JSON.readTree(text) instanceof ObjectNode object ? Optional.of(object) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    @Override
    public void close() {
        // a page opens and closes the file
    }
}
