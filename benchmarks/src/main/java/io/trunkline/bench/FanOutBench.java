package io.trunkline.bench;

import io.trunkline.bench.Poster.Way;
import io.trunkline.bench.PosterProcess.Took;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Fan-out to live sockets beside the same posts one after another, and beside all of them at once. */
@Command(
        name = "fanout",
        description = {
            "Connects clients to a platform of its own and brings one event to all of them: as the platform does, one",
            "post after another, and as an unbounded burst; in turns, each in a process of a function's size.",
            "Prints the medians."
        },
        footer = {"", "Example:", "  ./trunkline bench fanout --clients 1000,10000 --rounds 3"},
        mixinStandardHelpOptions = true)
final class FanOutBench implements Callable<Integer> {
    /** One way, the process that posts so, and what it took each time. */
    private record Contender(Way way, PosterProcess poster, List<Took> took) {}

    private static final String ROOM = "type:listener";
    private static final Duration ARRIVAL = Duration.ofSeconds(60);
    private static final int HANDSHAKES_AT_ONCE = 16;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--clients",
            split = ",",
            defaultValue = "1000",
            description = "Numbers of live sockets, ascending.")
    private List<Integer> clients = List.of();

    @Option(names = "--rounds", defaultValue = "3", description = "Times that each way posts, after one to warm up.")
    private int rounds;

    @Option(names = "--json", description = "One JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Platform platform = Platform.start(List.of("--in-memory"));
                Crowd crowd = new Crowd()) {
            List<CrowdSocket> sockets = new ArrayList<>();
            for (int size : clients.stream().sorted().toList()) {
                List<URI> addresses = IntStream.range(sockets.size(), size)
                        .mapToObj(number -> platform.address("listeners", "listener/l-" + number))
                        .toList();
                long begun = System.nanoTime();
                sockets.addAll(crowd.connect(addresses, HANDSHAKES_AT_ONCE));
                if (!json) {
                    out.printf(
                            "%n%,d clients (%,d connected in %.0f s)%n",
                            size, addresses.size(), (System.nanoTime() - begun) / 1e9);
                    out.printf("%-12s %10s %12s %12s %14s%n", "", "reached", "time", "processor", "most memory");
                    out.flush();
                }
                measure(platform, sockets, out);
            }
        }
        return 0;
    }

    private void measure(Platform platform, List<CrowdSocket> sockets, PrintWriter out)
            throws IOException, InterruptedException {
        List<Contender> contenders = new ArrayList<>();
        try {
            for (Way way : Way.values()) {
                int connections = way == Way.BURST ? sockets.size() : 64;
                contenders.add(new Contender(
                        way, PosterProcess.start(platform.data(), ROOM, way, connections), new ArrayList<>()));
            }
            for (int round = 0; round <= rounds; round++) {
                for (Contender contender : contenders) {
                    Took one = post(contender.poster(), sockets);
                    if (round > 0) {
                        contender.took().add(one);
                    }
                }
            }
        } finally {
            contenders.forEach(contender -> contender.poster().close());
        }
        contenders.forEach(contender -> print(contender.way(), sockets.size(), median(contender.took()), out));
    }

    /** Posts, and holds what the poster counts to what the sockets got. */
    private static Took post(PosterProcess poster, List<CrowdSocket> sockets) throws IOException, InterruptedException {
        long before = received(sockets);
        Took took = poster.post();
        if (!Crowd.await(() -> received(sockets) - before >= took.reached(), ARRIVAL)) {
            throw new IOException(
                    took.reached() + " posts were accepted and " + (received(sockets) - before) + " arrived");
        }
        return took;
    }

    private static long received(List<CrowdSocket> sockets) {
        return sockets.stream().mapToLong(CrowdSocket::frames).sum();
    }

    private static Took median(List<Took> all) {
        return all.stream().sorted(Comparator.comparing(Took::millis)).toList().get(all.size() / 2);
    }

    private void print(Way way, int size, Took took, PrintWriter out) {
        String name = way.name().toLowerCase(Locale.ROOT).replace('_', '-');
        if (json) {
            out.printf(
                    "{\"clients\":%d,\"way\":\"%s\",\"reached\":%d,\"millis\":%d,\"processorMillis\":%d,\"memoryKilobytes\":%d}%n",
                    size, name, took.reached(), took.millis(), took.processorMillis(), took.memoryKilobytes());
        } else {
            out.printf(
                    "%-12s %10d %9d ms %9d ms %11d MB%n",
                    name, took.reached(), took.millis(), took.processorMillis(), took.memoryKilobytes() / 1024);
        }
        out.flush();
    }
}
