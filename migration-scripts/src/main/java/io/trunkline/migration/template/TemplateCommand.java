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
        footer = {"", "What a rewrite does, step by step: docs/templates.md."},
        mixinStandardHelpOptions = true)
public final class TemplateCommand implements Runnable {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: rewrite or check");
    }
}
