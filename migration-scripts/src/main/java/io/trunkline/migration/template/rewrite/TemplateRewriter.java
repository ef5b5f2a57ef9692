package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.model.Dangling;
import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.SecretAccess;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.LocalFiles;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Container;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rewrites one template. What it does not touch stays to the byte; what it makes is read again and searched for
 * references that lead nowhere, and refused if there are any.
 */
public final class TemplateRewriter {
    private final Template template;
    private final RewriteOptions options;
    private final TreeEdits edits;
    private final Going going;
    private final Taints taints;
    private final Shared shared;
    private final Retention retention;
    private final LocalFiles files;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private TemplateRewriter(Template template, LocalFiles files, RewriteOptions options) {
        this.template = template;
        this.files = files;
        this.options = options;
        this.edits = new TreeEdits(template.tree());
        this.going = Going.find(template, options);
        this.taints = new Taints(template);
        this.shared = new Shared(template, options);
        this.retention = new Retention(edits, options.keep(), changes);
    }

    /** Makes the template of a step from a text that has no files beside it. */
    public static Rewrite rewrite(TemplateText text, RewriteOptions options) {
        return rewrite(text, LocalFiles.none(), options);
    }

    /**
     * Makes the template of a step, with the files that it includes. An {@link OperatorException} says what stands in
     * the way of reading or editing it.
     */
    public static Rewrite rewrite(TemplateText text, LocalFiles files, RewriteOptions options) {
        Template template = Template.read(text, files);
        TemplateRewriter rewriter = new TemplateRewriter(template, files, options);
        return options.step() == RewriteStep.RETAIN ? rewriter.retain() : rewriter.move();
    }

    private Rewrite retain() {
        Stream.concat(
                        template.resources().stream()
                                .filter(resource -> going.resources().containsKey(resource.id())
                                        || going.handlers().contains(resource.id())),
                        going.tables().stream())
                .distinct()
                .forEach(retention::set);
        if (going.frameworkApi()) {
            notes.add("the framework makes the WebSocket API itself, and a deploy without its events ends it: close the"
                    + " door before you deploy the next step");
        }
        if (!changes.isEmpty()) {
            notes.add("before the next step see that this one holds, by 'DeletionPolicy' in what this prints:"
                    + " aws cloudformation get-template --stack-name STACK");
        }
        return finished(Set.of());
    }

    private Rewrite move() {
        going.resources().keySet().forEach(taints::api);
        going.handlers().stream().filter(going.resources()::containsKey).forEach(taints::function);
        going.tables().forEach(taints::table);
        if (going.frameworkApi()) {
            taints.frameworkApi();
        }
        removeResources();
        new FrameworkParts(template, edits, going, changes).remove();
        removeDependencies();
        new Outputs(template, edits, taints, shared, changes, notes).rewrite();
        boolean publishes = !template.serverless()
                || template.functions().stream()
                        .anyMatch(function -> !going.functions().containsKey(function.name()));
        if (!publishes && !template.functions().isEmpty()) {
            notes.add("no function is left in this service: once its tables are cleaned up, remove it");
        }
        new Statements(template, edits, taints, shared, changes, publishes).rewrite();
        Environments environments = new Environments(template, edits, taints, shared, changes, publishes);
        notes.addAll(environments.rewrite());
        environments.removeOld();
        inlineVariables();
        addParameters();
        Set<String> parameters = new Leftovers(template, edits, changes).remove(shared.references());
        if (!parameters.isEmpty()) {
            notes.add("deploys must no longer give the parameters " + String.join(", ", parameters));
        }
        shared.deployNote().ifPresent(notes::add);
        return finished(goneNames(parameters));
    }

    private Set<String> goneNames(Set<String> parameters) {
        Set<String> gone = new HashSet<>(going.resources().keySet());
        gone.addAll(parameters);
        for (Reference reference : template.references(template.root())) {
            if (reference.kind() == Reference.Kind.SELF
                    && template.self(reference.name()).filter(edits::removes).isPresent()) {
                gone.add("self:" + reference.name());
            }
        }
        return gone;
    }

    private void removeResources() {
        List<String> cut = new ArrayList<>();
        for (Resource resource : template.resources()) {
            String why = going.resources().get(resource.id());
            if (why == null) {
                continue;
            }
            edits.remove(resource.body());
            changes.add(
                    new Change(resource.place(), "removes " + resource.id() + " (" + resource.type() + "): " + why));
            if (resource.isWebSocketApi() && !Retention.holds(resource)) {
                cut.add(resource.id());
            }
        }
        if (!cut.isEmpty() || going.frameworkApi()) {
            notes.add("deploying this deletes " + (cut.isEmpty() ? "the WebSocket API" : String.join(", ", cut))
                    + " and cuts who is still connected there: close its door first (./trunkline migrate)"
                    + (cut.isEmpty() ? "" : ", or deploy what --step retain makes before"));
        }
        if (going.tables().stream().anyMatch(table -> !going.resources().containsKey(table.id()))) {
            going.tables().forEach(retention::set);
            notes.add("the table stays, retained, until this is deployed; then rewrite with --step finish, deploy, and"
                    + " ./trunkline migrate cleanup exports and deletes it");
        }
        boolean all = !template.serverless()
                && template.resources().stream().allMatch(resource -> edits.removes(resource.body()));
        if (all) {
            throw new OperatorException(template.name()
                    + ": nothing would be left of it. Delete the stack instead (retain its table first: --step"
                    + " retain).");
        }
    }

    private void removeDependencies() {
        for (Reference reference : template.references(template.root())) {
            if (reference.kind() == Reference.Kind.DEPENDS_ON
                    && goes(reference.name())
                    && !edits.removes(reference.node())) {
                edits.remove(reference.node());
                changes.add(new Change(reference.node().place(), "takes " + reference.name() + " out of DependsOn"));
            }
        }
    }

    private boolean goes(String name) {
        return going.resources().containsKey(name) || (going.frameworkApi() && name.startsWith("Websockets"));
    }

    /** What stays and was said through a variable that goes, says it itself from now on. */
    private void inlineVariables() {
        for (Reference reference : template.references(template.root())) {
            if (reference.kind() != Reference.Kind.SELF || edits.drops(reference.node())) {
                continue;
            }
            String variable = "${self:" + reference.name() + "}";
            String text = reference.node().text().orElse("");
            template.self(reference.name())
                    .filter(target -> edits.removes(target) && target.tag().isEmpty())
                    .flatMap(YamlNode::text)
                    .filter(value -> text.contains(variable))
                    .ifPresent(value -> {
                        String said = text.replace(variable, value);
                        boolean sub = reference.node().tag().equals("!Sub");
                        edits.replace(reference.node(), sub ? new Fresh.Sub(said) : new Fresh.Text(said));
                        changes.add(new Change(reference.node().place(), "writes out " + variable));
                    });
        }
    }

    private void addParameters() {
        List<Fresh.Child> parameters = shared.parameters();
        if (parameters.isEmpty() || edits.isEmpty()) {
            return;
        }
        Optional<YamlNode> section = template.root().get("Parameters");
        if (section.isPresent() && section.get() instanceof Container container) {
            parameters.forEach(parameter -> edits.append(container, parameter));
        } else {
            List<Map.Entry<String, Fresh>> fields = parameters.stream()
                    .map(parameter -> Map.entry(parameter.key(), parameter.value()))
                    .toList();
            edits.insertBefore(
                    template.root().get("Resources").orElseThrow(),
                    Fresh.Child.entry("Parameters", new Fresh.Fields(fields)));
        }
        parameters.forEach(
                parameter -> changes.add(new Change(template.root().place(), "adds the parameter " + parameter.key())));
    }

    private Rewrite finished(Set<String> gone) {
        List<Edited> edited = edits.apply();
        List<TemplateText> after = edited.stream().map(Edited::after).toList();
        List<String> refusals = new ArrayList<>();
        Template rewritten = Template.read(after.getFirst(), files.with(after));
        for (Reference reference : new Dangling(rewritten, options.known(), gone).find()) {
            refusals.add(describe(reference));
        }
        notes.addAll(going.notes());
        unreadable(rewritten);
        notes.addAll(new OtherFiles(template, rewritten, edited).notes());
        List<String> order = Stream.concat(
                        edited.stream().map(each -> each.before().name()),
                        template.tree().included().stream().map(TemplateText::name))
                .distinct()
                .toList();
        List<Change> sorted = changes.stream()
                .sorted(Comparator.comparingInt(
                                (Change change) -> order.indexOf(change.at().file()))
                        .thenComparingInt(change -> change.at().line()))
                .toList();
        return new Rewrite(
                edited,
                rewritten.tree().included(),
                sorted,
                notes.stream().distinct().toList(),
                refusals);
    }

    /** A role that is written elsewhere, or had no right that could be exchanged, has to get one by hand. */
    private void unreadable(Template rewritten) {
        for (SecretAccess.Gap gap : SecretAccess.gaps(rewritten)) {
            notes.add("the role of " + gap.owner() + " has to allow secretsmanager:GetSecretValue on the secret that "
                    + SecretAccess.VARIABLE + " names: "
                    + (gap.kind() == SecretAccess.Gap.Kind.ELSEWHERE
                            ? "it is not in this template"
                            : "nothing here does"));
        }
    }

    /** Says where it stands in the original, which is the file that a person can mend. */
    private String describe(Reference reference) {
        String where = template.references(template.root()).stream()
                .filter(original -> original.kind() == reference.kind()
                        && original.name().equals(reference.name())
                        && original.detail().equals(reference.detail())
                        && !edits.drops(original.node()))
                .findFirst()
                .map(original -> original.node().place().where())
                .orElseGet(() -> reference.node().place().where());
        boolean ours = going.resources().containsKey(reference.name());
        return where + ": " + reference.shown() + " leads nowhere"
                + (ours ? " once " + reference.name() + " is gone" : "")
                + ": change or remove it, or say --keep " + reference.name()
                + (ours ? "" : ", or --known " + reference.name() + " if a plugin or macro makes it");
    }
}
