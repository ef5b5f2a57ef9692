package io.trunkline.local.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * A function as it is deployed.
 *
 * @param taskRoot the unzipped package
 * @param runtime the managed runtime's client: its jars in {@code lib}, its native part in {@code native/jni}
 * @param handler the class that Lambda is told to run
 * @param environments how many processes; at least 1
 * @param concurrency invocations at once in one process; on Lambda one, unless it is configured for more
 * @param environment variables beside those that Lambda sets
 */
public record FunctionSpec(
        String name,
        Path taskRoot,
        Path runtime,
        String handler,
        int memoryMegabytes,
        Duration timeout,
        int environments,
        int concurrency,
        Map<String, String> environment) {
    public FunctionSpec {
        environment = Map.copyOf(environment);
        if (environments < 1 || concurrency < 1) {
            throw new IllegalArgumentException("a function needs at least one environment and one invocation at once");
        }
    }
}
