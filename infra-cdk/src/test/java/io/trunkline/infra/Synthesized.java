package io.trunkline.infra;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.trunkline.infra.config.Stage;
import io.trunkline.infra.config.StageConfig;
import io.trunkline.infra.config.StageConfig.Domain;
import io.trunkline.infra.config.StageConfig.DoorApi;
import io.trunkline.infra.config.StageConfig.TableKey;
import io.trunkline.infra.config.StageConfig.Zone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import software.amazon.awscdk.App;

/** Templates, each made once for all tests: a synth takes seconds. */
public final class Synthesized {
    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Map<StageConfig, Map<String, JsonNode>> MADE = new ConcurrentHashMap<>();

    private Synthesized() {}

    /** The package as the build left it. */
    public static Path zip() {
        return ROOT.resolve("platform-lambda/target/platform-lambda.zip");
    }

    /** The folder of a stage's templates. */
    public static Path folder(StageConfig config) {
        return ROOT.resolve("infra-cdk/target/synthesized")
                .resolve(config.stage().text() + "-" + Integer.toHexString(config.hashCode()));
    }

    /** The templates of a stage by stack. */
    public static Map<String, JsonNode> templates(StageConfig config) {
        return MADE.computeIfAbsent(config, Synthesized::synth);
    }

    public static JsonNode template(StageConfig config, String stack) {
        JsonNode template = templates(config).get(config.name(stack));
        if (template == null) {
            throw new AssertionError("no stack " + config.name(stack) + " among "
                    + templates(config).keySet());
        }
        return template;
    }

    private static Map<String, JsonNode> synth(StageConfig config) {
        App app = Platform.app(folder(config), Map.of());
        new Platform(app, config, zip());
        Platform.account(app);
        return read(Path.of(app.synth().getDirectory()));
    }

    public static Map<String, JsonNode> read(Path folder) {
        Map<String, JsonNode> templates = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".template.json"))
                    .toList()) {
                String name = file.getFileName().toString();
                templates.put(name.substring(0, name.indexOf('.')), JSON.readTree(Files.readString(file)));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return templates;
    }

    public static StageConfig dev() {
        return StageConfig.of(Stage.DEV);
    }

    public static StageConfig prod() {
        return StageConfig.of(Stage.PROD);
    }

    /** Everything that can be asked for. */
    public static StageConfig everything() {
        Zone zone = new Zone("Z0123456789ABCDEFGHIJ", "example.com");
        String certificate = "arn:aws:acm:us-east-1:123456789012:certificate/0f3b8a52-53a4-4d3a-8a9e-2f6f6bb1a001";
        return new StageConfig(
                Stage.PROD,
                "WizzUser",
                TableKey.CUSTOMER,
                Optional.of(new Domain("*.ws.example.com", certificate, Optional.of(zone))),
                Optional.of(new Domain("api.example.com", certificate, Optional.of(zone))),
                List.of(new DoorApi("abc123def0", "dev")),
                List.of("landinghub/jwt-secret"),
                Optional.of("platform@example.com"),
                Optional.of("wizz-events"),
                5_000);
    }

    /** The one of {@code all} that has this name. */
    public static JsonNode named(Map<String, JsonNode> all, String name) {
        return Objects.requireNonNull(all.get(name), () -> name + " is not among " + all.keySet());
    }

    /** Resources of a type, by logical id. */
    public static Map<String, JsonNode> resources(JsonNode template, String type) {
        Map<String, JsonNode> found = new TreeMap<>();
        template.path("Resources").properties().forEach(resource -> {
            if (resource.getValue().path("Type").asText().equals(type)) {
                found.put(resource.getKey(), resource.getValue());
            }
        });
        return found;
    }
}
