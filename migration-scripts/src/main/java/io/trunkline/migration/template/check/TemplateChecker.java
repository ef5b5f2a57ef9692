package io.trunkline.migration.template.check;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.model.Dangling;
import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.ResourceCount;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.model.TemplateKind;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.Place;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.YamlNode;
import java.util.Set;

/** Checks one template. */
public final class TemplateChecker {
    private TemplateChecker() {}

    /** Checks a text that has no files beside it. */
    public static CheckReport check(TemplateText text, Set<String> known, Set<String> ignored) {
        return check(text, LocalFiles.none(), known, ignored);
    }

    /**
     * Checks it with what it includes of {@code files}; an {@link OperatorException} says where it cannot be read.
     *
     * @param known ids that plugins or macros make
     * @param ignored rules that are not asked for
     */
    public static CheckReport check(TemplateText text, LocalFiles files, Set<String> known, Set<String> ignored) {
        Template template = Template.read(text, files);
        Findings findings = new Findings();
        ResourceCount count = ResourceCount.of(template);
        limits(template, count, findings);
        dangling(template, known, findings);
        aliases(template, template.root(), findings);
        unread(template, files, findings);
        new ValueRules(template, findings).check();
        new VariableRules(template, findings).check();
        new TableRules(template, findings).check();
        new AccessRules(template, findings).check();
        return new CheckReport(
                template.name(),
                template.kind().title(),
                count.total(),
                count.parts(),
                template.tree().included().stream().map(TemplateText::name).toList(),
                findings.all().stream()
                        .filter(finding -> !ignored.contains(finding.rule()))
                        .toList());
    }

    private static void limits(Template template, ResourceCount count, Findings findings) {
        if (count.total() > ResourceCount.LIMIT) {
            boolean exact = template.kind() == TemplateKind.CLOUDFORMATION;
            findings.add(
                    "resource-limit",
                    Place.top(template.name()),
                    (exact ? "has " : "makes about ") + count.total() + " resources; CloudFormation takes "
                            + ResourceCount.LIMIT + " in a stack",
                    "split it into stacks, or nested stacks; on the shared platform an app needs no API, routes,"
                            + " integrations, permissions or tables of its own (./trunkline migrate template rewrite)");
        }
    }

    private static void dangling(Template template, Set<String> known, Findings findings) {
        for (Reference reference : new Dangling(template, known, Set.of()).find()) {
            findings.add(
                    "dangling-reference",
                    reference.node(),
                    reference.shown() + " leads nowhere",
                    "correct the name, or say --known " + reference.name() + " if a plugin or macro makes it");
        }
    }

    private static void unread(Template template, LocalFiles files, Findings findings) {
        template.unread()
                .forEach(include -> findings.add(
                        "unread-include",
                        include.at(),
                        include.at().text().orElse("")
                                + " was not read, so that neither its resources are counted nor its" + " faults found: "
                                + include.why(),
                        "check the file that it becomes by itself"));
        template.nested().forEach((Resource resource, String location) -> {
            if (files.known() && files.path(location).isEmpty()) {
                findings.add(
                        "unread-include",
                        resource.place(),
                        resource.id() + " nests " + location + ", which is no file in the template's folder",
                        "check it by itself");
            }
        });
    }

    /** CloudFormation itself takes no aliases; SAM's and Serverless's command lines write them out. */
    private static void aliases(Template template, YamlNode node, Findings findings) {
        if (template.kind() != TemplateKind.CLOUDFORMATION) {
            return;
        }
        if (node instanceof YamlNode.Alias alias) {
            findings.add(
                    "yaml-alias",
                    alias,
                    "uses *" + alias.name() + "; CloudFormation takes no aliases",
                    "write the value out");
        }
        node.children().forEach(child -> aliases(template, child, findings));
    }

    /** Whether a resource has to do with WebSocket connections, by its name. */
    static boolean speaksOfSockets(Resource resource) {
        return (resource.id()
                        + resource.property("Handler").flatMap(YamlNode::text).orElse(""))
                .toLowerCase(java.util.Locale.ROOT)
                .contains("websocket");
    }
}
