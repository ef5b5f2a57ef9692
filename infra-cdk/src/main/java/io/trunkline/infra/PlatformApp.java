package io.trunkline.infra;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.config.StageSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awscdk.App;

/**
 * {@code ./trunkline synth}: writes the templates of one stage. The CDK's own command line runs it too, by cdk.json.
 */
@Command(
        name = "synth",
        mixinStandardHelpOptions = true,
        description = "Writes the CloudFormation templates of one stage, and says how many resources each stack has.",
        footer = {"", "Example:", "  ./trunkline synth --stage prod --out cdk.out"})
public final class PlatformApp implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--stage",
            paramLabel = "NAME",
            description = "dev, staging or prod. Default: the setting `stage` (TRUNKLINE_STAGE, -c stage=), or dev.")
    private Optional<String> stage = Optional.empty();

    @Option(names = "--out", paramLabel = "DIR", description = "Where the templates go. Default: cdk.out.")
    private Optional<Path> out = Optional.empty();

    private final Path root;
    private final Map<String, String> environment;

    PlatformApp(Path root, Map<String, String> environment) {
        this.root = root;
        this.environment = environment;
    }

    @Override
    public Integer call() throws IOException {
        Map<String, Object> context = context();
        StageConfig config = new StageSettings(environment, context).read(stage);
        // the CDK's command line says where it expects them, from where it was started
        Optional<Path> wanted = Optional.ofNullable(environment.get("CDK_OUTDIR"))
                .map(folder -> root.resolve("infra-cdk").resolve(folder));
        Path folder = out.or(() -> wanted).orElse(Path.of("cdk.out"));
        App app = Platform.app(folder, context);
        new Platform(app, config, root.resolve("platform-lambda/target/platform-lambda.zip"));
        Platform.account(app);
        ResourceCounts counts = ResourceCounts.of(app.synth());
        if (wanted.isEmpty()) {
            PrintWriter print = spec.commandLine().getOut();
            counts.lines().forEach(print::println);
            print.println("templates: " + folder);
            print.println("next: ./trunkline deploy --stage " + config.stage().text());
        }
        return 0;
    }

    /** What the CDK's command line hands over, or, where it does not run this, cdk.json's. */
    private Map<String, Object> context() throws IOException {
        JsonMapper json = JsonMapper.builder().build();
        TypeReference<Map<String, Object>> map = new TypeReference<>() {};
        String handed = environment.get("CDK_CONTEXT_JSON");
        if (handed != null) {
            return json.readValue(handed, map);
        }
        Path file = root.resolve("infra-cdk/cdk.json");
        return json.convertValue(json.readTree(Files.readString(file)).path("context"), map);
    }

    public static void main(String[] arguments) {
        PlatformApp app = new PlatformApp(Path.of(System.getProperty("trunkline.root", "..")), System.getenv());
        int status = new CommandLine(app)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    // the node process adds its own stack to what a construct says
                    command.getErr().println("trunkline: " + Failures.text(failure));
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments);
        System.exit(status);
    }
}
