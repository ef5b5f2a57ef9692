package io.trunkline.local.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one function writes: a file in the data folder, started anew each time, and its last lines for an error's sake.
 */
final class FunctionLog implements Consumer<String>, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FunctionLog.class);
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final int KEPT = 15;

    private final Path file;
    private final PrintWriter writer;
    private final Deque<String> last = new ArrayDeque<>();

    private FunctionLog(Path file, PrintWriter writer) {
        this.file = file;
        this.writer = writer;
    }

    static FunctionLog open(Path folder, String function) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve(function + ".log");
        return new FunctionLog(
                file,
                new PrintWriter(
                        Files.newBufferedWriter(
                                file,
                                StandardCharsets.UTF_8,
                                StandardOpenOption.CREATE,
                                StandardOpenOption.TRUNCATE_EXISTING,
                                StandardOpenOption.WRITE),
                        true));
    }

    @Override
    public synchronized void accept(String line) {
        writer.println(line);
        if (line.contains("\"level\":\"ERROR\"") || line.contains("\"level\":\"WARN\"")) {
            LOG.warn("{} (whole in {})", message(line), file);
        }
        last.addLast(line);
        if (last.size() > KEPT) {
            last.removeFirst();
        }
    }

    private static String message(String line) {
        try {
            return JSON.readTree(line.substring(line.indexOf('{')))
                    .path("formattedMessage")
                    .asText(line);
        } catch (JsonProcessingException e) {
            return line;
        }
    }

    /** Where to read on, and how it ended. */
    synchronized String lastWords() {
        return "its log is " + file + ", which ends:\n  " + String.join("\n  ", last);
    }

    @Override
    public void close() {
        writer.close();
    }
}
