package io.trunkline.local.cli;

import io.trunkline.core.app.TenantReading;
import io.trunkline.core.tenantfile.TenantFile;
import io.trunkline.local.demo.DemoFailure;
import io.trunkline.local.demo.DemoPlatform;
import io.trunkline.local.demo.JsonStage;
import io.trunkline.local.demo.OrderStory;
import io.trunkline.local.demo.Stage;
import io.trunkline.local.demo.TerminalStage;
import io.trunkline.local.issuer.AppTokens;
import io.trunkline.local.issuer.TokenWish;
import io.trunkline.local.platform.LocalPlatform;
import io.trunkline.local.platform.PlatformOptions;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.TenantId;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./trunkline demo}: one order through three older apps, as their shipped clients speak. */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description = {
            "Plays one order of the tenant wizz through the apps of merchant, driver and customer, each in the words",
            "of its older client and through its own door, over real sockets; against a platform of its own, in memory",
            "and on free ports, or one that runs. Fails at the first step that does not come about in its time."
        },
        footer = {
            "",
            "Examples:",
            "  ./trunkline demo",
            "  ./trunkline demo --json",
            "  ./trunkline demo --running            # on the platform that `up` runs"
        })
final class DemoCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--running", description = "Play on the platform that runs on --data, in place of an own one.")
    private boolean running;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Option(
            names = "--patience",
            paramLabel = "DURATION",
            defaultValue = "15s",
            description = "How long each step may take. Default: 15s.")
    private Duration patience = Duration.ofSeconds(15);

    @Override
    public Integer call() {
        List<TenantFile> tenants = Tenants.load(common.tenants());
        TenantReading.Valid wizz = tenants.stream()
                .map(TenantFile::reading)
                .filter(reading -> reading.tenant().id().value().equals("wizz"))
                .findFirst()
                .orElseThrow(() -> new OperatorException(
                        "the demo is about the tenant wizz, and there is none in " + common.tenants()));
        if (running) {
            return played(common.data(), wizz);
        }
        Path data = ownData();
        try (LocalPlatform platform = LocalPlatform.start(options(data), tenants, this::progress)) {
            Thread end = new Thread(
                    () -> {
                        platform.close();
                        delete(data);
                    },
                    "shutdown");
            Runtime.getRuntime().addShutdownHook(end);
            return played(data, wizz);
        } catch (IOException e) {
            throw new OperatorException(String.valueOf(e.getMessage()), e);
        } finally {
            delete(data);
        }
    }

    private void progress(String step) {
        if (!json) {
            spec.commandLine().getOut().println("· " + step);
            spec.commandLine().getOut().flush();
        }
    }

    private int played(Path data, TenantReading.Valid wizz) {
        PrintWriter out = spec.commandLine().getOut();
        InstantSource clock = InstantSource.system();
        DemoPlatform platform = platform(data, wizz);
        Stage stage = json ? new JsonStage(out, clock) : new TerminalStage(out, colours(), clock);
        Instant begun = clock.instant();
        try {
            new OrderStory(platform, stage, patience, "o-" + Long.toString(begun.toEpochMilli(), 36)).play();
        } catch (DemoFailure e) {
            throw new OperatorException("demo: " + e.getMessage(), e);
        }
        if (!json) {
            out.printf(
                    "%nEverything arrived, in %.1f s.%n",
                    Duration.between(begun, clock.instant()).toMillis() / 1000.0);
            out.flush();
        }
        return 0;
    }

    private static boolean colours() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && System.getenv("NO_COLOR") == null;
    }

    private static DemoPlatform platform(Path data, TenantReading.Valid wizz) {
        RunningPlatform running = RunningPlatform.find(data, "--data");
        String key = CommandKey.of(running, data, new TenantId("wizz"));
        AppTokens tokens = AppTokens.open(data);
        return new DemoPlatform() {
            @Override
            public URI door(AppKey app) {
                return Optional.ofNullable(running.file().doors().get(app))
                        .orElseThrow(() -> new OperatorException("demo: the platform has no door for " + app));
            }

            @Override
            public URI webSocket() {
                return running.file().webSocket();
            }

            @Override
            public URI http() {
                return running.file().http();
            }

            @Override
            public String token(AppKey app, EntityRef entity) {
                return tokens.token(
                        new TokenWish(
                                wizz.tenant().app(app.app()).orElseThrow(),
                                Optional.of(entity),
                                Optional.empty(),
                                List.of(),
                                Map.of()),
                        wizz.memberships(),
                        Instant.now(),
                        Duration.ofHours(1));
            }

            @Override
            public String apiKey() {
                return key;
            }
        };
    }

    private static PlatformOptions options(Path data) {
        return new PlatformOptions(
                Path.of(System.getProperty("trunkline.root", "")),
                data,
                true,
                InetAddress.getLoopbackAddress(),
                0,
                0,
                "dev",
                "us-east-1",
                0,
                Map.of(),
                4,
                Duration.ofMinutes(1),
                Map.of());
    }

    private static Path ownData() {
        try {
            return Files.createTempDirectory("trunkline-demo");
        } catch (IOException e) {
            throw new OperatorException("no temporary folder can be made: " + e.getMessage(), e);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.walk(folder) : Stream.empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            // a temporary folder: what is left of it the machine removes
        }
    }
}
