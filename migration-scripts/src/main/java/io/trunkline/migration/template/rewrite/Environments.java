package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.rewrite.Taints.Taint;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Points the environment of functions at the platform. */
final class Environments {
    private final Template template;
    private final TreeEdits edits;
    private final Taints taints;
    private final Shared shared;
    private final List<Change> changes;
    private final boolean publishes;
    private final TreeSet<String> gone = new TreeSet<>();
    private final TreeSet<String> repointed = new TreeSet<>();

    /** A set of variables, and whose it is. */
    private record Variables(String owner, Mapping mapping, boolean everyones) {}

    Environments(
            Template template, TreeEdits edits, Taints taints, Shared shared, List<Change> changes, boolean publishes) {
        this.template = template;
        this.edits = edits;
        this.taints = taints;
        this.shared = shared;
        this.changes = changes;
        this.publishes = publishes;
    }

    /** Does it, and answers what code has to change for that. */
    List<String> rewrite() {
        List<Variables> touched = new ArrayList<>();
        for (Variables variables : all()) {
            if (!edits.removes(variables.mapping()) && rewrite(variables)) {
                touched.add(variables);
            }
        }
        boolean everyones = touched.stream().anyMatch(Variables::everyones);
        if (publishes) {
            touched.stream()
                    .filter(variables -> variables.everyones() == everyones)
                    .forEach(this::addPlatform);
        }
        List<String> notes = new ArrayList<>();
        if (!gone.isEmpty()) {
            notes.add("code that reads " + String.join(", ", gone) + " has to do without: nobody but the platform reads"
                    + " its tables. Publish by POST $TRUNKLINE_HTTP_URL/v1/publish, ask by GET /v1/connections");
        }
        if (!repointed.isEmpty()) {
            notes.add(String.join(", ", repointed) + ": the shared platform, where an app's own role may not post"
                    + " to connections: code that posts has to publish by POST $TRUNKLINE_HTTP_URL/v1/publish");
        }
        return notes;
    }

    private List<Variables> all() {
        List<Variables> all = new ArrayList<>();
        if (template.serverless()) {
            template.root().at("provider", "environment").ifPresent(node -> add(all, "every function", node, true));
            template.functions().forEach(function -> function.body()
                    .get("environment")
                    .ifPresent(node -> add(all, function.name(), node, false)));
        } else {
            template.root()
                    .at("Globals", "Function", "Environment", "Variables")
                    .ifPresent(node -> add(all, "every function", node, true));
        }
        template.resources().forEach(resource -> resource.property("Environment", "Variables")
                .ifPresent(node -> add(all, resource.id(), node, false)));
        return all;
    }

    private static void add(List<Variables> all, String owner, YamlNode node, boolean everyones) {
        if (node.written() instanceof Mapping mapping) {
            all.add(new Variables(owner, mapping, everyones));
        }
    }

    private boolean rewrite(Variables variables) {
        boolean touched = false;
        for (Entry entry : variables.mapping().fields()) {
            if (entry.name().startsWith("TRUNKLINE_") || Shared.leadsHere(template, entry.value())) {
                continue;
            }
            EnumSet<Taint> taint = taints.of(entry.value());
            if (taint.isEmpty() || taint.equals(EnumSet.of(Taint.API))) {
                taint.addAll(Taints.ofName(entry.name()));
            }
            if (taint.contains(Taint.TABLE) || taint.equals(EnumSet.of(Taint.FUNCTION))) {
                gone.add(entry.name());
                changes.add(
                        new Change(entry.place(), "takes the variable " + entry.name() + " from " + variables.owner()));
                touched = true;
            } else if (taint.contains(Taint.API)) {
                Shared.Value value = target(entry);
                repointed.add(entry.name());
                changes.add(new Change(
                        entry.place(), "points " + entry.name() + " of " + variables.owner() + " at " + value.meaning));
                edits.replace(entry.value(), shared.of(value));
                touched = true;
            }
        }
        return touched;
    }

    /** What posts goes to the management endpoint, which is https; what clients are told is the socket's address. */
    private static Shared.Value target(Entry entry) {
        String name = entry.name().toUpperCase(Locale.ROOT);
        if (name.endsWith("API_ID") || name.endsWith("APIID")) {
            return Shared.Value.API_ID;
        }
        if (name.contains("ENDPOINT") || name.contains("MANAGEMENT") || name.contains("CALLBACK")) {
            return Shared.Value.MANAGEMENT_URL;
        }
        boolean https = Template.texts(entry.value().resolved()).anyMatch(text -> text.startsWith("https:"));
        return https ? Shared.Value.MANAGEMENT_URL : Shared.Value.WEBSOCKET_URL;
    }

    /** Puts the platform's variables where the first of the old ones went, and takes those. */
    private void addPlatform(Variables variables) {
        List<Map.Entry<String, Fresh>> missing = shared.environment().stream()
                .filter(variable -> variables.mapping().entry(variable.getKey()).isEmpty())
                .toList();
        Optional<Entry> last = variables.mapping().fields().stream()
                .filter(entry -> isOld(entry) || edits.drops(entry.value()))
                .reduce((first, second) -> second);
        last.ifPresent(entry -> missing.forEach(variable ->
                edits.insertAfter(entry.value(), Fresh.Child.entry(variable.getKey(), variable.getValue()))));
        if (last.isPresent() && !missing.isEmpty()) {
            changes.add(new Change(
                    last.get().place(),
                    "gives " + variables.owner() + " "
                            + String.join(
                                    ", ",
                                    missing.stream().map(Map.Entry::getKey).toList())));
        }
    }

    private boolean isOld(Entry entry) {
        return gone.contains(entry.name());
    }

    /**
     * Takes out what {@link #rewrite} found to go; apart, since what is put in decides whether a mapping is left empty.
     */
    void removeOld() {
        for (Variables variables : all()) {
            if (edits.removes(variables.mapping())) {
                continue;
            }
            for (Entry entry : variables.mapping().fields()) {
                if (gone.contains(entry.name()) && !Shared.leadsHere(template, entry.value())) {
                    edits.remove(entry.value());
                }
            }
        }
    }
}
