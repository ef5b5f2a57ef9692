package io.trunkline.migration.template;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate template}. */
@Command(
        name = "template",
        description = "Rewrites and checks an app's own CloudFormation, SAM or Serverless template.",
        subcommands = {TemplateRewriteCommand.class, TemplateCheckCommand.class},
        footer = {
            "",
            "What a rewrite does, step by step: docs/templates.md.",
            "",
            "Examples:",
            "  ./trunkline migrate template check template.yaml",
            "  ./trunkline migrate template rewrite template.yaml --app wizz/orders"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:nothing found, or rewritten, or nothing to change",
            "1:findings, or refused: it says why",
            "2:wrong options"
        },
        mixinStandardHelpOptions = true)
public final class TemplateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: rewrite or check");
    }
}
