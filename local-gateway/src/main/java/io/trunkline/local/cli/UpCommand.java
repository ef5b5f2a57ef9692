package io.trunkline.local.cli;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.core.schema.Schedules;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.routing.key.AppId;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.MalformedKeyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline up}: everything on this machine, until Ctrl-C. */
@Command(
        name = "up",
        mixinStandardHelpOptions = true,
        description = {
            "Starts all of Trunkline on this machine: the gateway with its WebSocket endpoint and @connections, the",
            "functions from the package that is deployed, DynamoDB Local and the queue. Loads the tenants, prints"
                    + " tokens and",
            "ready-made wscat lines, and then one line that starts with 'ready'. Ctrl-C stops all of it."
        },
        footer = {
            "",
            "Examples:",
            "  ./trunkline up",
            "  ./trunkline up --in-memory --port 4001 --http-port 4002",
            "  ./trunkline up --door-base 5000",
            "  ./trunkline up --door parcelo/merchants=3051"
        })
final class UpCommand implements Callable<Integer> {
    /** Less than this, and DynamoDB Local may fail in the middle of a write. */
    private static final long LEAST_FREE_BYTES = 256L * 1024 * 1024;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--port", defaultValue = "3001", description = "WebSocket and @connections. Default: 3001.")
    private int port;

    @Option(names = "--http-port", defaultValue = "3002", description = "HTTP. Default: 3002.")
    private int httpPort;

    @Option(
            names = "--host",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: 127.0.0.1; any other lets other machines in.")
    private String host = "127.0.0.1";

    @Option(
            names = "--stage",
            defaultValue = "dev",
            description = "Stage, in the address and in the tables' names. Default: dev.")
    private String stage = "dev";

    @Option(
            names = "--region",
            defaultValue = "us-east-1",
            description = "Region that requests are signed for. Default: us-east-1.")
    private String region = "us-east-1";

    @Option(names = "--in-memory", description = "Keep no data: the tables live as long as this command.")
    private boolean inMemory;

    @Option(
            names = "--door-base",
            paramLabel = "PORT",
            defaultValue = "3000",
            description =
                    "What the local ports of the tenants' doors are counted from; 0 for free ports. Default: 3000.")
    private int doorBase;

    @Option(
            names = "--door",
            paramLabel = "APP=PORT",
            description =
                    "A port of its own for one app, as wizz/order-receiver=3011; the tenant may be left out where "
                            + "only one has such an app. May be repeated.")
    private Map<String, Integer> doors = new LinkedHashMap<>();

    @Option(
            names = "--concurrency",
            defaultValue = "8",
            description = "Invocations that each function serves at once. Default: 8.")
    private int concurrency;

    @Option(
            names = "--sweep-every",
            paramLabel = "DURATION",
            defaultValue = "1m",
            description = "From one sweep for dead connections to the next, as 5s or 1m. Default: 1m, as on AWS.")
    private Duration sweepEvery = Schedules.SWEEP;

    @Option(
            names = "--set",
            paramLabel = "NAME=VALUE",
            description =
                    "A variable of the functions (see ENVS.md), as TRUNKLINE_POSTS_PER_SECOND=500. May be repeated.")
    private Map<EnvironmentVariable, String> settings = new LinkedHashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<TenantFile> tenants = Tenants.load(common.tenants());
        PlatformOptions options = options(tenants);
        requireSpace(options.data());
        try (DataLock _ = DataLock.take(options.data());
                LocalPlatform platform = start(options, tenants, out)) {
            Runtime.getRuntime().addShutdownHook(new Thread(platform::close, "shutdown"));
            out.print(new Greeting(platform, tenants, options).text());
            out.printf("ready %s %s%n", platform.webSocketUri(), platform.httpUri());
            out.flush();
            new CountDownLatch(1).await();
        }
        return 0;
    }

    private static LocalPlatform start(PlatformOptions options, List<TenantFile> tenants, PrintWriter out) {
        try {
            return LocalPlatform.start(options, tenants, step -> {
                out.println("· " + step);
                out.flush();
            });
        } catch (IOException e) {
            throw new OperatorException(String.valueOf(e.getMessage()), e);
        }
    }

    private PlatformOptions options(List<TenantFile> tenants) {
        Map<AppKey, Integer> byApp = new LinkedHashMap<>();
        doors.forEach((app, doorPort) -> byApp.put(app(app, tenants), doorPort));
        if (doorBase < 0 || doorBase > 64_000) {
            throw new OperatorException(
                    "--door-base: must be 0, or a port up to 64000 that the doors are counted from");
        }
        if (!stage.matches("[A-Za-z0-9_-]{1,64}")) {
            throw new OperatorException("--stage: a stage is made of letters, digits, '_' and '-'");
        }
        return new PlatformOptions(
                Path.of(System.getProperty("trunkline.root", "")),
                common.data(),
                inMemory,
                address(),
                port,
                httpPort,
                stage,
                region,
                doorBase,
                byApp,
                concurrency,
                sweepEvery,
                settings);
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw new OperatorException("--host: '" + host + "' is no address of this machine", e);
        }
    }

    /** {@code wizz/order-receiver}, or {@code order-receiver} where only one tenant has such an app. */
    private static AppKey app(String text, List<TenantFile> tenants) {
        List<AppKey> matching = tenants.stream()
                .flatMap(file -> file.reading().tenant().apps().values().stream())
                .map(app -> app.key())
                .filter(key -> key.toString().equals(text) || key.app().equals(appId(text)))
                .toList();
        if (matching.size() != 1) {
            throw new OperatorException("--door: "
                    + (matching.isEmpty()
                            ? "no tenant has an app '" + text + "'"
                            : "several tenants have an app '" + text + "'; write tenant/app, one of " + matching));
        }
        return matching.getFirst();
    }

    private static AppId appId(String text) {
        try {
            return new AppId(text.substring(text.indexOf('/') + 1));
        } catch (MalformedKeyException e) {
            throw new OperatorException("--door: " + e.getMessage(), e);
        }
    }

    private static void requireSpace(Path data) {
        try {
            Files.createDirectories(data);
            long free = Files.getFileStore(data).getUsableSpace();
            if (free < LEAST_FREE_BYTES) {
                throw new OperatorException("only " + free / 1_048_576 + " MB are free where " + data
                        + " is; free some space, or name another folder by --data");
            }
        } catch (IOException e) {
            throw new OperatorException("the folder " + data + " cannot be used: " + e.getMessage(), e);
        }
    }
}
