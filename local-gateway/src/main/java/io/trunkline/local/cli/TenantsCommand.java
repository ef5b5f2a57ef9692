package io.trunkline.local.cli;

import picocli.CommandLine.Command;

/** {@code ./trunkline tenants …}: the tenants of a deployed stage; {@code up} loads those of this machine by itself. */
@Command(
        name = "tenants",
        mixinStandardHelpOptions = true,
        description = "Loads the tenant files into a deployed stage, and makes its first API keys.",
        subcommands = {TenantsLoadCommand.class, TenantsKeyCommand.class},
        footer = {
            "",
            "Examples:",
            "  ./trunkline tenants load --stage dev",
            "  ./trunkline tenants key --stage dev --tenant wizz --scope publish,read --name orders"
        })
final class TenantsCommand {}
