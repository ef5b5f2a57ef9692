package io.trunkline.local.cli;

import picocli.CommandLine.Command;

/** {@code ./trunkline keys …}: the API keys of the platform that runs. */
@Command(
        name = "keys",
        mixinStandardHelpOptions = true,
        description = "Makes, lists, replaces and ends the API keys by which backends call the HTTP API.",
        subcommands = {KeysCreateCommand.class, KeysListCommand.class, KeysRotateCommand.class, KeysRevokeCommand.class
        },
        footer = {
            "",
            "Examples:",
            "  ./trunkline keys create --tenant wizz --scope publish,read --name orders",
            "  ./trunkline keys list --tenant wizz",
            "  ./trunkline keys rotate wizz.4f0c9a1be27d5536 --grace 2d",
            "  ./trunkline keys revoke wizz.4f0c9a1be27d5536"
        })
final class KeysCommand {}
