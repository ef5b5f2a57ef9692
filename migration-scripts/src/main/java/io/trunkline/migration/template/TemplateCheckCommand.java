package io.trunkline.migration.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.check.CheckReport;
import io.trunkline.migration.template.check.Finding;
import io.trunkline.migration.template.check.NestedTemplates;
import io.trunkline.migration.template.check.TemplateChecker;
import io.trunkline.migration.template.model.ResourceCount;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.TemplateText;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code ./trunkline migrate template check}. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Looks for what makes the templates of WebSocket apps fail, and says what to do about each.",
            "What a serverless.yml includes by file(other.yml) is checked and counted with it. Nested stacks and"
                    + " applications whose template is a local file are checked too, each as the stack that it is.",
            "No file outside of the folder of IN is read."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:nothing found", "1:findings, or a file that cannot be read", "2:wrong options"},
        footer = {
            "",
            "Rules: resource-limit, dangling-reference, literal-secret,",
            "wss-management-endpoint, reserved-variable, missing-sub, hard-coded-stage,",
            "invoke-permission, broad-grant, time-to-live, table-not-retained,",
            "empty-default, yaml-alias, unreadable-secret, empty-policy, unread-include.",
            "What each means: docs/templates.md.",
            "",
            "Examples:",
            "  ./trunkline migrate template check template.yaml",
            "  ./trunkline migrate template check serverless.yml --json"
        })
final class TemplateCheckCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(arity = "1..*", paramLabel = "IN", description = "Templates: CloudFormation, SAM, serverless.yml.")
    private List<Path> files = List.of();

    @Option(names = "--ignore", paramLabel = "RULE", split = ",", description = "Rules not to ask. May be repeated.")
    private Set<String> ignored = Set.of();

    @Option(names = "--known", paramLabel = "ID", description = "An id that a plugin or macro makes. May be repeated.")
    private Set<String> known = Set.of();

    @Option(names = "--json", description = "One JSON object on stdout.")
    private boolean json;

    @Override
    public Integer call() {
        List<CheckReport> reports = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        for (Path file : NestedTemplates.with(files)) {
            try {
                reports.add(TemplateChecker.check(TemplateText.read(file), LocalFiles.beside(file), known, ignored));
            } catch (OperatorException e) {
                unreadable.add(String.valueOf(e.getMessage()));
            }
        }
        if (json) {
            printJson(reports, unreadable);
        } else {
            print(reports, unreadable);
        }
        boolean clean = unreadable.isEmpty()
                && reports.stream().allMatch(report -> report.findings().isEmpty());
        return clean ? 0 : 1;
    }

    private void print(List<CheckReport> reports, List<String> unreadable) {
        PrintWriter out = spec.commandLine().getOut();
        for (CheckReport report : reports) {
            for (Finding finding : report.findings()) {
                out.println(
                        finding.file() + ":" + finding.line() + ": " + finding.what() + " [" + finding.rule() + "]");
                out.println("    " + finding.todo());
            }
            String parts = new TreeMap<>(report.parts())
                    .entrySet().stream()
                            .map((Map.Entry<String, Integer> part) -> part.getValue() + " " + part.getKey())
                            .collect(Collectors.joining(", "));
            out.println(report.file() + ": " + report.kind() + ", " + report.resources() + " of " + ResourceCount.LIMIT
                    + " resources" + (report.parts().size() > 1 ? " (" + parts + ")" : "")
                    + (report.included().isEmpty()
                            ? ""
                            : ", with " + Texts.counted(report.included().size(), "included file"))
                    + ", "
                    + Texts.counted(report.findings().size(), "finding"));
        }
        out.flush();
        unreadable.forEach(fault -> spec.commandLine().getErr().println("trunkline: " + fault));
    }

    private void printJson(List<CheckReport> reports, List<String> unreadable) {
        ObjectNode root = JSON.createObjectNode();
        ArrayNode templates = root.putArray("templates");
        for (CheckReport report : reports) {
            ObjectNode one = templates.addObject();
            one.put("file", report.file());
            one.put("kind", report.kind());
            one.put("resources", report.resources());
            one.put("limit", ResourceCount.LIMIT);
            ArrayNode included = one.putArray("included");
            report.included().forEach(included::add);
            ObjectNode parts = one.putObject("parts");
            new TreeMap<>(report.parts()).forEach((String what, Integer number) -> parts.put(what, number));
            ArrayNode findings = one.putArray("findings");
            report.findings().forEach(finding -> findings.addObject()
                    .put("rule", finding.rule())
                    .put("file", finding.file())
                    .put("line", finding.line())
                    .put("what", finding.what())
                    .put("todo", finding.todo()));
        }
        ArrayNode errors = root.putArray("unreadable");
        unreadable.forEach(errors::add);
        spec.commandLine().getOut().println(root);
        spec.commandLine().getOut().flush();
    }
}
