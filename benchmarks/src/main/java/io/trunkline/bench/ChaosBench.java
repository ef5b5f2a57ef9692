package io.trunkline.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Publishes to a durable room while parts of the platform die, and then holds every subscriber to every event. */
@Command(
        name = "chaos",
        description = {
            "Publishes to a durable room of many clients while the functions and DynamoDB Local are killed and clients",
            "vanish. Afterwards every client that is left must have every acknowledged event once, after dropping",
            "repeats and asking again as the protocol says; and after one sweep no stored row may point at nothing.",
            "Exit code 0 only where all of it holds."
        },
        footer = {"", "Example:", "  ./trunkline bench chaos --clients 5000 --events 60"},
        mixinStandardHelpOptions = true)
final class ChaosBench implements Callable<Integer> {
    private static final String ROOM = "feed:f-1";
    private static final int HANDSHAKES_AT_ONCE = 16;
    private static final Duration SETTLING = Duration.ofMinutes(2);
    private static final Duration ASKING = Duration.ofMinutes(1);

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--clients", defaultValue = "5000", description = "Live sockets. Default: 5000.")
    private int clients;

    @Option(names = "--events", defaultValue = "60", description = "Events to publish. Default: 60.")
    private int events;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Platform platform = Platform.start(List.of());
                Crowd crowd = new Crowd();
                Backend backend = new Backend(
                        platform.running().http(),
                        platform.run(
                                "keys",
                                "create",
                                "--tenant",
                                "bench",
                                "--scope",
                                "publish,read,admin",
                                "--name",
                                "chaos"))) {
            List<Subscriber> all = subscribers(platform, crowd);
            say(out, "%,d clients are in %s", all.size(), ROOM);
            int repeated = publish(platform, backend, all, out);
            List<Subscriber> live =
                    all.stream().filter(each -> each.socket().isOpen()).toList();
            boolean whole = settle(live, out);
            say(out, "publishes repeated by the backend: %d", repeated);
            boolean clean = clean(platform, live, out);
            say(out, whole && clean ? "all of it holds" : "NOT ALL OF IT HOLDS");
            return whole && clean ? 0 : 1;
        }
    }

    private List<Subscriber> subscribers(Platform platform, Crowd crowd) throws IOException, InterruptedException {
        List<URI> addresses = IntStream.range(0, clients)
                .mapToObj(number -> platform.address("listeners", "listener/l-" + number))
                .toList();
        List<Subscriber> subscribers = crowd.connect(addresses, HANDSHAKES_AT_ONCE).stream()
                .map(socket -> new Subscriber(socket, ROOM))
                .toList();
        for (List<Subscriber> some : inParts(subscribers)) {
            some.forEach(Subscriber::join);
            if (!Crowd.await(() -> some.stream().allMatch(Subscriber::hasJoined), SETTLING)) {
                throw new IOException("not everybody could join");
            }
        }
        return subscribers;
    }

    /** As many at once as a platform on two cores answers in good time. */
    private static List<List<Subscriber>> inParts(List<Subscriber> all) {
        List<List<Subscriber>> parts = new ArrayList<>();
        for (int from = 0; from < all.size(); from += 200) {
            parts.add(all.subList(from, Math.min(from + 200, all.size())));
        }
        return parts;
    }

    private int publish(Platform platform, Backend backend, List<Subscriber> all, PrintWriter out)
            throws IOException, InterruptedException {
        int repeated = 0;
        for (int number = 1; number <= events; number++) {
            if (number == events / 5) {
                killSoon(platform, "FanOutFunction", out);
            } else if (number == 2 * events / 5) {
                killSoon(platform, "DynamoDbLocalMain", out);
            } else if (number == 3 * events / 5) {
                killSoon(platform, "HttpFunction", out);
            } else if (number == 4 * events / 5) {
                int leaving = all.size() / 10;
                for (Subscriber subscriber : all.subList(0, leaving)) {
                    subscriber.socket().close();
                }
                say(out, "%,d clients vanish without a close", leaving);
            }
            repeated += backend.publish(ROOM, number) - 1;
        }
        say(out, "%d events are acknowledged", events);
        return repeated;
    }

    /** Kills while the next event is on its way. */
    private static void killSoon(Platform platform, String part, PrintWriter out) {
        List<ProcessHandle> doomed = platform.children(part);
        Thread.ofVirtual().start(() -> {
            try {
                Thread.sleep(100);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            doomed.forEach(ProcessHandle::destroyForcibly);
            say(out, "%s is killed (%d process)", part, doomed.size());
        });
    }

    private boolean settle(List<Subscriber> live, PrintWriter out) throws InterruptedException {
        Crowd.await(() -> live.stream().allMatch(each -> each.hasAll(events)), SETTLING);
        List<Subscriber> missing =
                live.stream().filter(each -> !each.hasAll(events)).toList();
        say(out, "%,d of %,d live clients have all events without asking", live.size() - missing.size(), live.size());
        for (List<Subscriber> some : inParts(missing)) {
            some.forEach(Subscriber::ask);
            Crowd.await(() -> some.stream().allMatch(each -> each.hasAll(events)), ASKING);
        }
        long whole = live.stream().filter(each -> each.hasAll(events)).count();
        say(
                out,
                "%,d of %,d have all after asking; %,d repeats were dropped",
                whole,
                live.size(),
                live.stream().mapToInt(Subscriber::repeats).sum());
        return whole == live.size();
    }

    private static boolean clean(Platform platform, List<Subscriber> live, PrintWriter out)
            throws IOException, InterruptedException {
        say(out, "sweep: %s", platform.run("sweep", "--json"));
        Stored stored = Stored.read(platform);
        say(
                out,
                "stored: %,d connections, %,d subscriptions, %,d of which point at nothing; %,d live",
                stored.connections(),
                stored.subscriptions(),
                stored.orphans(),
                live.size());
        return stored.orphans() == 0 && stored.connections() == live.size();
    }

    private static synchronized void say(PrintWriter out, String format, Object... arguments) {
        out.printf("· " + format + "%n", arguments);
        out.flush();
    }
}
