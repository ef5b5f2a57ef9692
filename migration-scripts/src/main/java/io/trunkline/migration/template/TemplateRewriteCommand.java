package io.trunkline.migration.template;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.rewrite.Rewrite;
import io.trunkline.migration.template.rewrite.RewriteOptions;
import io.trunkline.migration.template.rewrite.RewriteStep;
import io.trunkline.migration.template.rewrite.TemplateRewriter;
import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.UnifiedDiff;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.MalformedKeyException;
import java.io.Console;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate template rewrite}: the diff on stdout, what to know besides on stderr. */
@Command(
        name = "rewrite",
        mixinStandardHelpOptions = true,
        description = {
            "Takes an app's own WebSocket API out of its template, and points what is left at the shared platform.",
            "What it does not touch stays byte for byte. It prints the diff; without --out that is all it does.",
            "What a serverless.yml includes by file(other.yml) of its own folder is rewritten with it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:written, or nothing to change",
            "1:refused: the result would have references that lead nowhere, or the template cannot be edited safely",
            "2:wrong options"
        },
        footer = {
            "",
            "Examples:",
            "  ./trunkline migrate template rewrite template.yaml --app wizz/orders",
            "  ./trunkline migrate template rewrite template.yaml --app wizz/orders \\",
            "      --step retain --out retained.yaml",
            "  ./trunkline migrate template rewrite serverless.yml --app acme/web \\",
            "      --out rewritten/",
            "  ./trunkline migrate template rewrite template.yaml --app wizz/orders \\",
            "      --step finish --in-place"
        })
final class TemplateRewriteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "IN", description = "The template: CloudFormation or SAM (YAML, JSON), serverless.yml.")
    private Path in = Path.of("");

    @Option(names = "--app", required = true, paramLabel = "TENANT/APP", description = "The app as registered.")
    private String app = "";

    @Option(
            names = "--out",
            paramLabel = "OUT",
            description = "Where to write the result: a file, or a folder (as it has to be where IN includes others).")
    private Optional<Path> out = Optional.empty();

    @Option(names = "--in-place", description = "Write over IN.")
    private boolean inPlace;

    @Option(
            names = "--step",
            defaultValue = "move",
            description =
                    "retain: only set Retain, so that no deploy can end anything. move: take the API out, keep the"
                            + " table, retained. finish: take the retained table out too. Default: move.")
    private RewriteStep step = RewriteStep.MOVE;

    @Option(names = "--door", paramLabel = "HOST", description = "The app's own host name on the platform, if any.")
    private Optional<String> door = Optional.empty();

    @Option(
            names = "--default-stage",
            paramLabel = "STAGE",
            description =
                    "Give new parameters the SSM names of this stage as defaults; else a deploy has to name them.")
    private Optional<String> defaultStage = Optional.empty();

    @Option(names = "--ecosystem", defaultValue = TableLayout.DEFAULT_ECOSYSTEM, description = "Default: WizzUser.")
    private String ecosystem = TableLayout.DEFAULT_ECOSYSTEM;

    @Option(names = "--api", paramLabel = "ID", description = "Only this WebSocket API. May be repeated.")
    private Set<String> apis = Set.of();

    @Option(names = "--table", paramLabel = "ID", description = "A further table of connections. May be repeated.")
    private Set<String> tables = Set.of();

    @Option(names = "--remove", paramLabel = "ID", description = "A further resource to take out. May be repeated.")
    private Set<String> remove = Set.of();

    @Option(names = "--keep", paramLabel = "ID", description = "A resource or function that stays. May be repeated.")
    private Set<String> keep = Set.of();

    @Option(
            names = "--known",
            paramLabel = "ID",
            description = "An id that a plugin or macro makes, so that it is not called missing. May be repeated.")
    private Set<String> known = Set.of();

    @Option(
            names = "--colour",
            paramLabel = "WHEN",
            defaultValue = "auto",
            description = "always, never or auto. Default: auto.")
    private Colour colour = Colour.AUTO;

    @Option(names = "--json", description = "One JSON object on stdout, and nothing else there.")
    private boolean json;

    private enum Colour {
        ALWAYS,
        NEVER,
        AUTO
    }

    @Override
    public Integer call() {
        Destination destination = Destination.of(in, out, inPlace);
        Rewrite rewrite;
        try {
            rewrite = TemplateRewriter.rewrite(TemplateText.read(in), LocalFiles.beside(in), options());
        } catch (OperatorException e) {
            err().println("trunkline: " + e.getMessage());
            return 1;
        }
        List<Path> written = rewrite.refusals().isEmpty() ? destination.write(rewrite) : List.of();
        if (json) {
            spec.commandLine().getOut().println(RewriteJson.of(rewrite, destination, written));
            spec.commandLine().getOut().flush();
            return rewrite.refusals().isEmpty() ? 0 : 1;
        }
        print(rewrite, destination);
        if (!rewrite.refusals().isEmpty()) {
            rewrite.refusals().forEach(refusal -> err().println("trunkline: " + refusal));
            err().println("trunkline: nothing was written: "
                    + Texts.counted(rewrite.refusals().size(), "reference") + " would lead nowhere");
            return 1;
        }
        written.forEach(path -> err().println("wrote " + path));
        return 0;
    }

    private void print(Rewrite rewrite, Destination destination) {
        PrintWriter stdout = spec.commandLine().getOut();
        boolean coloured = colour == Colour.ALWAYS || (colour == Colour.AUTO && onTerminal());
        for (Edited file : rewrite.files()) {
            UnifiedDiff.of(
                            file.before().name(),
                            file.before().text(),
                            destination.shown(file.after()),
                            file.after().text())
                    .forEach(line -> stdout.println(coloured ? Texts.coloured(line) : line));
        }
        stdout.flush();
        if (!rewrite.changed()) {
            err().println("nothing to change in " + in);
        }
        rewrite.changes().forEach(change -> err().println(change.at().where() + ": " + change.what()));
        rewrite.notes().forEach(note -> err().println("note: " + note));
    }

    private static boolean onTerminal() {
        return Optional.ofNullable(System.console()).filter(Console::isTerminal).isPresent()
                && System.getenv("NO_COLOR") == null;
    }

    private PrintWriter err() {
        return spec.commandLine().getErr();
    }

    private RewriteOptions options() {
        return new RewriteOptions(
                appKey(), ecosystem, step, door.map(Texts::host), defaultStage, apis, tables, remove, keep, known);
    }

    private AppKey appKey() {
        try {
            return AppKey.parse(app);
        } catch (MalformedKeyException e) {
            throw new OperatorException("--app: " + e.getMessage() + ", such as wizz/order-receiver", e);
        }
    }
}
