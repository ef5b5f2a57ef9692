package io.trunkline.infra.config;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.infra.config.StageConfig.Domain;
import io.trunkline.infra.config.StageConfig.DoorApi;
import io.trunkline.infra.config.StageConfig.TableKey;
import io.trunkline.infra.config.StageConfig.Zone;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Where a {@link StageConfig} is read from. A setting is looked for in the environment ({@code TRUNKLINE_ALARM_EMAIL}),
 * then in the CDK's context ({@code -c alarmEmail=…}), then in the stage's part of cdk.json.
 */
public final class StageSettings {
    private static final Set<String> KNOWN = Set.of(
            "ecosystem",
            "encryption",
            "domain",
            "certificate",
            "httpDomain",
            "httpCertificate",
            "zoneId",
            "zoneName",
            "doorApis",
            "secrets",
            "alarmEmail",
            "eventBus",
            "highConnections");

    private final Map<String, String> environment;
    private final Map<String, ?> context;

    public StageSettings(Map<String, String> environment, Map<String, ?> context) {
        this.environment = Map.copyOf(environment);
        this.context = Map.copyOf(context);
    }

    /**
     * The config of {@code chosen}, or of the stage that the settings name, or of dev; throws
     * {@link IllegalArgumentException} that says which setting is wrong and how.
     */
    public StageConfig read(Optional<String> chosen) {
        Stage stage = Stage.of(chosen.or(() -> given("stage")).orElse("dev"));
        Map<?, ?> own = ofStage(stage);
        Set<String> unknown =
                new TreeSet<>(own.keySet().stream().map(String::valueOf).toList());
        unknown.removeAll(KNOWN);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("cdk.json: stage " + stage.text() + " has settings that do not exist: "
                    + unknown + "; those that do are " + new TreeSet<>(KNOWN));
        }
        try {
            Optional<Zone> zone = setting(own, "zoneId").map(id -> new Zone(id, needed(own, "zoneName", "zoneId")));
            return new StageConfig(
                    stage,
                    setting(own, "ecosystem").orElse(TableLayout.DEFAULT_ECOSYSTEM),
                    setting(own, "encryption").map(StageSettings::key).orElse(TableKey.AWS_OWNED),
                    setting(own, "domain").map(name -> new Domain(name, needed(own, "certificate", "domain"), zone)),
                    setting(own, "httpDomain")
                            .map(name -> new Domain(name, needed(own, "httpCertificate", "httpDomain"), zone)),
                    list(own, "doorApis").stream().map(DoorApi::of).toList(),
                    list(own, "secrets"),
                    setting(own, "alarmEmail"),
                    setting(own, "eventBus"),
                    setting(own, "highConnections").map(Integer::parseInt).orElse(10_000));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("settings of stage " + stage.text() + ": " + e.getMessage(), e);
        }
    }

    private Map<?, ?> ofStage(Stage stage) {
        return context.get("stages") instanceof Map<?, ?> stages && stages.get(stage.text()) instanceof Map<?, ?> own
                ? own
                : Map.of();
    }

    private Optional<String> given(String name) {
        String variable = "TRUNKLINE_" + name.replaceAll("([A-Z])", "_$1").toUpperCase(Locale.ROOT);
        return text(environment.get(variable)).or(() -> text(context.get(name)));
    }

    private Optional<String> setting(Map<?, ?> own, String name) {
        return given(name).or(() -> text(own.get(name)));
    }

    private String needed(Map<?, ?> own, String name, String because) {
        return setting(own, name)
                .orElseThrow(() -> new IllegalArgumentException(because + " needs " + name + " beside it"));
    }

    private List<String> list(Map<?, ?> own, String name) {
        return setting(own, name).stream()
                .flatMap(text -> Arrays.stream(text.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    private static Optional<String> text(@org.jspecify.annotations.Nullable Object value) {
        return switch (value) {
            case null -> Optional.empty();
            case List<?> several ->
                text(String.join(",", several.stream().map(String::valueOf).toList()));
            case Object one -> Optional.of(one.toString()).filter(text -> !text.isBlank());
        };
    }

    private static TableKey key(String text) {
        return Arrays.stream(TableKey.values())
                .filter(key ->
                        key.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "encryption is aws-owned, aws-managed or customer, not '" + text + "'"));
    }
}
