package io.trunkline.infra.stack;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.infra.config.StageConfig;
import java.util.Map;
import java.util.TreeMap;

/** The environment of the functions. */
final class Variables {
    private Variables() {}

    /** What every function of the stage gets, and {@code own} of one. */
    static Map<String, String> of(StageConfig config, Map<EnvironmentVariable, String> own) {
        Map<String, String> values = new TreeMap<>();
        EnvironmentVariable.of(config.tables()).forEach((variable, value) -> values.put(variable.name(), value));
        own.forEach((variable, value) -> values.put(variable.name(), value));
        return values;
    }
}
