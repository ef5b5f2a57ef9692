package io.trunkline.local.platform;

import io.trunkline.core.schema.EnvironmentVariable;
import io.trunkline.routing.key.AppKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * How a local platform is started.
 *
 * @param root the checkout: where the built zip and the collected jars are
 * @param data folder of keys, logs and, unless {@code inMemory}, tables
 * @param bind address that is listened on
 * @param port WebSocket and @connections; 0 for any
 * @param httpPort 0 for any
 * @param doorBase what the local ports of the tenants' doors are counted from; 0 for any free ports
 * @param doors ports of their own for single apps; 0 for any
 * @param concurrency invocations that each function serves at once
 * @param sweepEvery from one sweep to the next
 * @param settings variables of the functions that are to be other than their defaults
 */
public record PlatformOptions(
        Path root,
        Path data,
        boolean inMemory,
        InetAddress bind,
        int port,
        int httpPort,
        String stage,
        String region,
        int doorBase,
        Map<AppKey, Integer> doors,
        int concurrency,
        Duration sweepEvery,
        Map<EnvironmentVariable, String> settings) {
    public PlatformOptions {
        doors = Map.copyOf(doors);
        settings = Map.copyOf(settings);
    }
}
