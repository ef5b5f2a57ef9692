package io.trunkline.core.schema;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Every environment variable that the functions read; {@code ENVS.md} has a row for each, and a test holds the two
 * together. infra-cdk and the local gateway set them from here.
 */
public enum EnvironmentVariable {
    /** First part of every table's name. */
    TRUNKLINE_ECOSYSTEM(Optional.of(TableLayout.DEFAULT_ECOSYSTEM)),
    /** Last part of every table's name. */
    TRUNKLINE_STAGE(Optional.of("dev")),
    /**
     * Where @connections of an API is, with {@code {apiId}}, {@code {region}} and {@code {stage}} filled in. Custom
     * domains have no place here: a post goes to the API itself.
     */
    TRUNKLINE_MANAGEMENT_URL(Optional.of("https://{apiId}.execute-api.{region}.amazonaws.com/{stage}")),
    /** Most posts in flight at once in one environment. */
    TRUNKLINE_POSTS_IN_FLIGHT(Optional.of("64")),
    /** The tenants that have metrics of their own, or {@code *} for the first ten of each environment. */
    TRUNKLINE_METRIC_TENANTS(Optional.of("*"));

    private final Optional<String> defaultValue;

    EnvironmentVariable(Optional<String> defaultValue) {
        this.defaultValue = defaultValue;
    }

    /** What holds where the variable is not set; empty where it must be. */
    public Optional<String> defaultValue() {
        return defaultValue;
    }

    /**
     * What every function of a stage is given unless its deployment says otherwise: each variable that has a default,
     * and the names of {@code layout}. infra-cdk and the local gateway both start from this.
     */
    public static Map<EnvironmentVariable, String> of(TableLayout layout) {
        Map<EnvironmentVariable, String> values = new EnumMap<>(EnvironmentVariable.class);
        for (EnvironmentVariable variable : values()) {
            variable.defaultValue().ifPresent(value -> values.put(variable, value));
        }
        values.put(TRUNKLINE_ECOSYSTEM, layout.ecosystem());
        values.put(TRUNKLINE_STAGE, layout.stage());
        return values;
    }
}
