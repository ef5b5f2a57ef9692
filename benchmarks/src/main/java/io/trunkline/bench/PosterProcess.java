package io.trunkline.bench;

import io.trunkline.bench.Poster.Way;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A {@link Poster} in a process of its own, with a function's memory and JVM options. */
final class PosterProcess implements AutoCloseable {
    /**
     * What one posting took.
     *
     * @param reached connections that the gateway accepted the frame for
     * @param processorMillis of the posting process alone
     * @param memoryKilobytes the most that the process has held so far
     */
    record Took(int reached, long millis, long processorMillis, long memoryKilobytes) {}

    private final Process process;
    private final BufferedReader output;
    private final OutputStream input;

    private PosterProcess(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.input = process.getOutputStream();
    }

    static PosterProcess start(Path data, String room, Way way, int connections) throws IOException {
        return new PosterProcess(new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        // a function of 1,024 MB, as the local gateway starts it
                        "-Xmx768m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Poster.class.getName(),
                        data.toString(),
                        room,
                        way.name(),
                        Integer.toString(connections)))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start());
    }

    /** Posts once and waits for it. */
    Took post() throws IOException {
        input.write('\n');
        input.flush();
        String line = output.readLine();
        if (line == null) {
            throw new IOException("the posting process ended; its heap may have been too small for what it was to do");
        }
        long[] numbers =
                Arrays.stream(line.split(" ")).mapToLong(Long::parseLong).toArray();
        return new Took((int) numbers[0], numbers[1], numbers[2], numbers[3]);
    }

    @Override
    public void close() {
        process.destroy();
    }
}
