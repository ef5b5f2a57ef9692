package io.trunkline.local.cli;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Options of every command: where this machine keeps its data, and where the tenant files are. */
final class CommonOptions {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            defaultValue = ".trunkline",
            description = "Folder of this machine's data and keys. Default: .trunkline.")
    private Path data = Path.of(".trunkline");

    @Option(
            names = "--tenants",
            paramLabel = "DIR",
            defaultValue = "tenants",
            description = "Folder of the tenant files. Default: tenants.")
    private Path tenants = Path.of("tenants");

    Path data() {
        return data;
    }

    Path tenants() {
        return tenants;
    }
}
