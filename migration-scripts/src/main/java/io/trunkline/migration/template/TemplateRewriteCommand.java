package io.trunkline.migration.template;

import io.trunkline.core.schema.TableLayout;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.rewrite.Rewrite;
import io.trunkline.migration.template.rewrite.RewriteOptions;
import io.trunkline.migration.template.rewrite.RewriteStep;
import io.trunkline.migration.template.rewrite.TemplateRewriter;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.UnifiedDiff;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.MalformedKeyException;
import java.io.Console;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
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
            "What it does not touch stays byte for byte. It prints the diff; without --out that is all it does."
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
            "  ./trunkline migrate template rewrite template.yaml --app wizz/order-receiver",
            "  ./trunkline migrate template rewrite serverless.yml --app landinghub/web --out serverless.shared.yml",
            "  ./trunkline migrate template rewrite template.yaml --app wizz/order-receiver --step finish --in-place"
        })
final class TemplateRewriteCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(paramLabel = "IN", description = "The template: CloudFormation or SAM (YAML, JSON), serverless.yml.")
    private Path in = Path.of("");

    @Option(names = "--app", required = true, paramLabel = "TENANT/APP", description = "The app as registered.")
    private String app = "";

    @Option(names = "--out", description = "Where to write the result.")
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

    @Option(names = "--colour", paramLabel = "WHEN", description = "always, never or auto. Default: auto.")
    private String colour = "auto";

    @Override
    public Integer call() {
        Optional<Path> target = target();
        Rewrite rewrite;
        try {
            rewrite = TemplateRewriter.rewrite(TemplateText.read(in), options());
        } catch (OperatorException e) {
            err().println("trunkline: " + e.getMessage());
            return 1;
        }
        print(rewrite, target);
        if (!rewrite.refusals().isEmpty()) {
            rewrite.refusals().forEach(refusal -> err().println("trunkline: " + refusal));
            err().println("trunkline: nothing was written: "
                    + Texts.counted(rewrite.refusals().size(), "reference") + " would lead nowhere");
            return 1;
        }
        target.ifPresent(path -> write(path, rewrite.after()));
        target.ifPresent(path -> err().println("wrote " + path));
        return 0;
    }

    private void print(Rewrite rewrite, Optional<Path> target) {
        PrintWriter stdout = spec.commandLine().getOut();
        boolean coloured = colour.toLowerCase(Locale.ROOT).equals("always") || (colour.equals("auto") && onTerminal());
        UnifiedDiff.of(
                        in.toString(),
                        rewrite.before().text(),
                        target.map(Path::toString).orElse(in.toString()),
                        rewrite.after().text())
                .forEach(line -> stdout.println(coloured ? Texts.coloured(line) : line));
        stdout.flush();
        if (!rewrite.changed()) {
            err().println("nothing to change in " + in);
        }
        rewrite.changes().forEach(change -> err().println(in + ":" + change.line() + ": " + change.what()));
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

    private Optional<Path> target() {
        if (inPlace && out.isPresent()) {
            throw new OperatorException("--out and --in-place exclude each other");
        }
        if (inPlace) {
            return Optional.of(in);
        }
        out.filter(this::isInput).ifPresent(path -> {
            throw new OperatorException(path + " is the template itself; say --in-place to write over it");
        });
        return out;
    }

    private boolean isInput(Path path) {
        try {
            return Files.exists(path) && Files.exists(in) && Files.isSameFile(path, in);
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be read: " + e.getMessage(), e);
        }
    }

    /** Whole or not at all: a reader of the file never sees half of it. */
    private static void write(Path path, TemplateText text) {
        try {
            Path real = Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
            Path beside =
                    Files.createTempFile(Optional.ofNullable(real.getParent()).orElse(real), ".template", ".tmp");
            try {
                Files.write(beside, text.bytes());
                if (Files.exists(real)) {
                    Files.setPosixFilePermissions(beside, Files.getPosixFilePermissions(real));
                } else {
                    Files.setPosixFilePermissions(
                            beside, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
                }
                Files.move(beside, real, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new OperatorException(path + " cannot be written: " + e.getMessage(), e);
        }
    }
}
