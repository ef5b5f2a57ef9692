package io.trunkline.migration.step;

import io.trunkline.migration.OperatorException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.Select;

/**
 * Writes a whole table to {@code NAME.jsonl.gz}, one item a line, with {@code NAME.jsonl.gz.sha256} beside it as
 * {@code sha256sum} writes and checks it. Reads consistently: a read unit for 4 KB.
 */
final class TableExport {
    private final DynamoDbClient client;
    private final Progress progress;

    /** A table's export: its file, its checksum, and how many items are in it. */
    record Exported(Path file, String sha256, long items) {}

    TableExport(DynamoDbClient client, Progress progress) {
        this.client = client;
        this.progress = progress;
    }

    /** Exports, reads back what was written, and counts the table again; whatever differs is refused. */
    Exported export(String table, Path folder) {
        try {
            Files.createDirectories(folder);
            Path file = folder.resolve(table + ".jsonl.gz");
            Path part = folder.resolve(table + ".jsonl.gz.part");
            long items = write(table, part);
            Exported exported = new Exported(file, sha256(part), items);
            if (lines(part) != items || count(table) != items) {
                throw new OperatorException("the table " + table + " changed while it was exported: something still"
                        + " writes to it. Find out what, stop it, and run this again.");
            }
            Path checksum = folder.resolve(table + ".jsonl.gz.sha256");
            Files.writeString(checksum, exported.sha256() + "  " + file.getFileName() + "\n");
            // the table is deleted after this: what stands for it must outlive this machine's next moment
            force(part);
            force(checksum);
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            return exported;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private long write(String table, Path part) throws IOException {
        long items = 0;
        try (BufferedWriter out = new BufferedWriter(new OutputStreamWriter(
                new GZIPOutputStream(Files.newOutputStream(part), 1 << 16), StandardCharsets.UTF_8))) {
            for (Map<String, AttributeValue> item : client.scanPaginator(
                            request -> request.tableName(table).consistentRead(true))
                    .items()) {
                out.write(ItemJson.item(item).toString());
                out.write('\n');
                items++;
                progress.at("exporting " + table, items, 0);
            }
        }
        return items;
    }

    private long count(String table) {
        long count = 0;
        for (var page : client.scanPaginator(
                request -> request.tableName(table).consistentRead(true).select(Select.COUNT))) {
            count += page.count();
        }
        return count;
    }

    private static long lines(Path file) throws IOException {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return in.lines().count();
        }
    }

    private static String sha256(Path file) throws IOException {
        MessageDigest digest = LineFile.sha256();
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(java.io.OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
