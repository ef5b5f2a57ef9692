package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.model.Dangling;
import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.rewrite.Taints.Taint;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Rewrites one template. What it does not touch stays to the byte; what it makes is read again and searched for
 * references that lead nowhere, and refused if there are any.
 */
public final class TemplateRewriter {
    private static final Set<String> PROVIDER_SETTINGS =
            Set.of("websocketsApiName", "websocketsApiRouteSelectionExpression", "websocketsDescription");

    private final Template template;
    private final RewriteOptions options;
    private final TreeEdits edits;
    private final Going going;
    private final Taints taints;
    private final Shared shared;
    private final List<Change> changes = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    private TemplateRewriter(Template template, RewriteOptions options) {
        this.template = template;
        this.options = options;
        this.edits = new TreeEdits(template.tree());
        this.going = Going.find(template, options);
        this.taints = new Taints(template);
        this.shared = new Shared(template, options);
    }

    /**
     * Makes the template of a step. An {@link OperatorException} says what stands in the way of reading or editing it.
     */
    public static Rewrite rewrite(TemplateText text, RewriteOptions options) {
        Template template = Template.read(text);
        TemplateRewriter rewriter = new TemplateRewriter(template, options);
        return options.step() == RewriteStep.RETAIN ? rewriter.retain() : rewriter.move();
    }

    private Rewrite retain() {
        Stream.concat(
                        template.resources().stream()
                                .filter(resource -> going.resources().containsKey(resource.id())
                                        || going.handlers().contains(resource.id())),
                        going.tables().stream())
                .distinct()
                .forEach(this::setRetain);
        if (going.frameworkApi()) {
            notes.add("the framework makes the WebSocket API itself, and a deploy without its events ends it: close the"
                    + " door before you deploy the next step");
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
        removeFrameworkParts();
        removeDependencies();
        outputs();
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
                    && template.root()
                            .at(reference.name().split("\\.", -1))
                            .filter(edits::removes)
                            .isPresent()) {
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
            changes.add(new Change(resource.line(), "removes " + resource.id() + " (" + resource.type() + "): " + why));
            if (Going.isWebSocketApi(resource) && !Going.retained(resource)) {
                cut.add(resource.id());
            }
        }
        if (!cut.isEmpty() || going.frameworkApi()) {
            notes.add("deploying this deletes " + (cut.isEmpty() ? "the WebSocket API" : String.join(", ", cut))
                    + " and cuts who is still connected there: close its door first (./trunkline migrate)"
                    + (cut.isEmpty() ? "" : ", or deploy what --step retain makes before"));
        }
        if (going.tables().stream().anyMatch(table -> !going.resources().containsKey(table.id()))) {
            going.tables().forEach(this::setRetain);
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

    private void setRetain(Resource resource) {
        if (!(resource.body() instanceof Mapping body) || options.keep().contains(resource.id())) {
            return;
        }
        for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
            Optional<Entry> present = body.entry(policy);
            boolean holds = present.flatMap(entry -> entry.value().text())
                    .filter(text -> text.startsWith("Retain"))
                    .isPresent();
            if (holds) {
                continue;
            }
            if (present.isPresent()) {
                edits.replace(present.get().value(), new Fresh.Text("Retain"));
            } else {
                YamlNode before = body.entry("Type")
                        .map(Entry::value)
                        .orElse(body.children().getFirst());
                edits.insertAfter(before, Fresh.Child.entry(policy, new Fresh.Text("Retain")));
            }
            changes.add(new Change(resource.line(), "sets " + policy + ": Retain on " + resource.id()));
        }
    }

    private void removeFrameworkParts() {
        if (!going.frameworkApi()) {
            return;
        }
        template.functions().forEach(function -> {
            if (going.functions().containsKey(function.name())) {
                edits.remove(function.body());
                changes.add(new Change(
                        function.entry().line(),
                        "removes the function " + function.name() + ": "
                                + going.functions().get(function.name())));
            } else {
                function.webSocketEvents().forEach(event -> {
                    edits.remove(event);
                    changes.add(new Change(event.place().line(), "removes a WebSocket event of " + function.name()));
                });
            }
        });
        template.root().get("provider").stream()
                .flatMap(provider -> Stream.concat(
                        provider.entries().stream().filter(entry -> PROVIDER_SETTINGS.contains(entry.name())),
                        Stream.concat(
                                provider.get("logs").stream()
                                        .flatMap(logs -> logs.entries().stream())
                                        .filter(entry -> entry.name().equals("websocket")),
                                provider.get("apiGateway").stream()
                                        .flatMap(api -> api.entries().stream())
                                        .filter(entry -> entry.name().startsWith("websocketApi")))))
                .forEach(entry -> {
                    edits.remove(entry.value());
                    changes.add(new Change(entry.line(), "removes the setting " + entry.name()));
                });
    }

    private void removeDependencies() {
        for (Reference reference : template.references(template.root())) {
            if (reference.kind() == Reference.Kind.DEPENDS_ON
                    && goes(reference.name())
                    && !edits.removes(reference.node())) {
                edits.remove(reference.node());
                changes.add(
                        new Change(reference.node().place().line(), "takes " + reference.name() + " out of DependsOn"));
            }
        }
    }

    private boolean goes(String name) {
        return going.resources().containsKey(name) || (going.frameworkApi() && name.startsWith("Websockets"));
    }

    private void outputs() {
        for (Entry output : template.outputs()) {
            Optional<YamlNode> value = output.value().get("Value");
            if (value.isEmpty() || Shared.leadsHere(template, value.get())) {
                continue;
            }
            EnumSet<Taint> taint = taints.of(value.get());
            if (taint.contains(Taint.TABLE) || taint.equals(EnumSet.of(Taint.FUNCTION))) {
                changes.add(new Change(output.line(), "removes the output " + output.name()));
                exported(output, "goes");
                edits.remove(output.value());
            } else if (taint.contains(Taint.API)) {
                Optional<Shared.Value> target = target(output.name(), value.get());
                if (target.isEmpty()) {
                    changes.add(new Change(output.line(), "removes the output " + output.name()));
                    exported(output, "goes");
                    edits.remove(output.value());
                    continue;
                }
                changes.add(new Change(
                        output.line(), "points the output " + output.name() + " at " + target.get().meaning));
                exported(output, "changes");
                edits.replace(value.get(), shared.of(target.get()));
            }
        }
    }

    private void exported(Entry output, String what) {
        if (output.value().get("Export").isPresent()) {
            notes.add(
                    "the export of " + output.name() + " " + what + ": CloudFormation refuses that while another stack"
                            + " imports it (aws cloudformation list-imports)");
        }
    }

    private static Optional<Shared.Value> target(String name, YamlNode value) {
        String lower = name.toLowerCase(Locale.ROOT);
        String text = String.join(
                " ",
                Template.scalars(value.resolved())
                        .flatMap(scalar -> scalar.text().stream())
                        .toList());
        if (lower.endsWith("apiid") || lower.endsWith("api_id")) {
            return Optional.of(Shared.Value.API_ID);
        }
        if (lower.contains("management") || text.contains("https://")) {
            return Optional.of(Shared.Value.MANAGEMENT_URL);
        }
        boolean address = lower.contains("url") || lower.contains("endpoint") || text.contains("wss://");
        return address ? Optional.of(Shared.Value.WEBSOCKET_URL) : Optional.empty();
    }

    /** What stays and was said through a variable that goes, says it itself from now on. */
    private void inlineVariables() {
        for (Reference reference : template.references(template.root())) {
            if (reference.kind() != Reference.Kind.SELF || edits.drops(reference.node())) {
                continue;
            }
            String variable = "${self:" + reference.name() + "}";
            String text = reference.node().text().orElse("");
            template.root()
                    .at(reference.name().split("\\.", -1))
                    .filter(target -> edits.removes(target) && target.tag().isEmpty())
                    .flatMap(YamlNode::text)
                    .filter(value -> text.contains(variable))
                    .ifPresent(value -> {
                        String said = text.replace(variable, value);
                        boolean sub = reference.node().tag().equals("!Sub");
                        edits.replace(reference.node(), sub ? new Fresh.Sub(said) : new Fresh.Text(said));
                        changes.add(new Change(reference.node().place().line(), "writes out " + variable));
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
        parameters.forEach(parameter -> changes.add(new Change(1, "adds the parameter " + parameter.key())));
    }

    private Rewrite finished(Set<String> gone) {
        TemplateText after = edits.apply();
        List<String> refusals = new ArrayList<>();
        Template rewritten = Template.read(after);
        for (Reference reference : new Dangling(rewritten, options.known(), gone).find()) {
            refusals.add(describe(reference, rewritten));
        }
        notes.addAll(going.notes());
        template.includes()
                .forEach(include -> notes.add(template.where(include)
                        + " includes another file, which was not read: rewrite it too, by itself"));
        List<Change> sorted =
                changes.stream().sorted(Comparator.comparingInt(Change::line)).toList();
        return new Rewrite(
                template.tree().text(), after, sorted, notes.stream().distinct().toList(), refusals);
    }

    /** Says where it stands in the original, which is the file that a person can mend. */
    private String describe(Reference reference, Template rewritten) {
        String where = template.references(template.root()).stream()
                .filter(original -> original.kind() == reference.kind()
                        && original.name().equals(reference.name())
                        && original.detail().equals(reference.detail())
                        && !edits.drops(original.node()))
                .findFirst()
                .map(original -> template.where(original.node()))
                .orElseGet(() -> rewritten.where(reference.node()));
        boolean ours = going.resources().containsKey(reference.name());
        return where + ": " + reference.shown() + " leads nowhere"
                + (ours ? " once " + reference.name() + " is gone" : "")
                + ": change or remove it, or say --keep " + reference.name()
                + (ours ? "" : ", or --known " + reference.name() + " if a plugin or macro makes it");
    }
}
