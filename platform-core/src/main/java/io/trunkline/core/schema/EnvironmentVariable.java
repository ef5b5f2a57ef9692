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
    TRUNKLINE_METRIC_TENANTS(Optional.of("*")),
    /** Read units that one run of the sweep may take, about. */
    TRUNKLINE_SWEEP_READ_UNITS(Optional.of("20000")),
    /** Connections that one run of the sweep asks the gateway about, about. */
    TRUNKLINE_SWEEP_CHECKS(Optional.of("200")),
    /** From the goaway for an expired token to the close, in seconds, at least; up to half as long again. */
    TRUNKLINE_EXPIRY_GRACE_SECONDS(Optional.of("60")),
    /** Most posts a second of one environment; 0 for no bound. */
    TRUNKLINE_POSTS_PER_SECOND(Optional.of("2000")),
    /** Address of the queue of left-over fan-out work; {@code none} where there is none. */
    TRUNKLINE_FANOUT_QUEUE_URL(Optional.of("none")),
    /** Address of its dead letters; {@code none} where there are none. */
    TRUNKLINE_FANOUT_DEAD_LETTERS_URL(Optional.of("none")),
    /** Connections that a publish posts to itself before the rest of its rooms goes to the queue. */
    TRUNKLINE_FANOUT_IN_PROCESS(Optional.of("1000")),
    /** Connections that one queue message serves before the rest goes back to the queue's end. */
    TRUNKLINE_FANOUT_PER_MESSAGE(Optional.of("2000")),
    /** Name of the EventBridge bus that is told what happens; {@code none} where none is. */
    TRUNKLINE_EVENT_BUS(Optional.of("none"));

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
