package io.trunkline.migration.step;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file of JSON lines that is written once, with its checksum and its count. */
final class LineFile implements AutoCloseable {
    private final MessageDigest digest;
    private final BufferedWriter writer;
    private long lines;

    LineFile(Path file) throws IOException {
        this.digest = sha256();
        this.writer = new BufferedWriter(
                new OutputStreamWriter(
                        new DigestOutputStream(Files.newOutputStream(file), digest), StandardCharsets.UTF_8),
                1 << 16);
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void add(JsonNode node) throws IOException {
        writer.write(node.toString());
        writer.write('\n');
        lines++;
    }

    long lines() {
        return lines;
    }

    /** Of what was written, once it is closed. */
    String checksum() {
        return HexFormat.of().formatHex(digest.digest());
    }

    @Override
    public void close() throws IOException {
        writer.close();
    }
}
