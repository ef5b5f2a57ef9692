package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Reference;
import io.trunkline.migration.template.model.Reference.Kind;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Takes out parameters, conditions and mappings that were used, and are not any more. */
final class Leftovers {
    private final Template template;
    private final TreeEdits edits;
    private final List<Change> changes;
    private final List<Reference> references;

    Leftovers(Template template, TreeEdits edits, List<Change> changes) {
        this.template = template;
        this.edits = edits;
        this.changes = changes;
        this.references = template.references(template.root());
    }

    /** Does it, and answers the names of parameters that a deploy may not give any more. */
    Set<String> remove(Set<String> usedByFresh) {
        Set<String> parameters = new TreeSet<>();
        boolean more = true;
        while (more) {
            more = removeUnused(
                    "condition", template.conditions(), Set.of(), Set.of(Kind.CONDITION), new ArrayList<>());
            more |= removeUnused("mapping", template.mappings(), Set.of(), Set.of(Kind.MAPPING), new ArrayList<>());
            List<String> gone = new ArrayList<>();
            more |= removeUnused("parameter", template.parameters(), usedByFresh, Set.of(Kind.REF, Kind.SUB), gone);
            parameters.addAll(gone);
        }
        unlist(parameters);
        return parameters;
    }

    private boolean removeUnused(
            String what, List<Entry> entries, Set<String> used, Set<Kind> kinds, List<String> gone) {
        boolean removed = false;
        for (Entry entry : entries) {
            if (edits.removes(entry.value()) || used.contains(entry.name())) {
                continue;
            }
            List<Reference> uses = references.stream()
                    .filter(reference ->
                            kinds.contains(reference.kind()) && reference.name().equals(entry.name()))
                    .toList();
            if (!uses.isEmpty() && uses.stream().allMatch(use -> edits.drops(use.node()))) {
                edits.remove(entry.value());
                changes.add(new Change(entry.place(), "removes the " + what + " " + entry.name() + ", unused by now"));
                gone.add(entry.name());
                removed = true;
            }
        }
        return removed;
    }

    /** The console's grouping of parameters names them too. */
    private void unlist(Set<String> parameters) {
        if (parameters.isEmpty()) {
            return;
        }
        template.root().at("Metadata", "AWS::CloudFormation::Interface").ifPresent(view -> {
            view.get("ParameterGroups").stream()
                    .flatMap(groups -> groups.list().stream())
                    .flatMap(group -> group.get("Parameters").stream())
                    .flatMap(names -> names.list().stream())
                    .filter(name -> name.text().filter(parameters::contains).isPresent())
                    .forEach(edits::remove);
            view.get("ParameterLabels").stream()
                    .flatMap(labels -> labels.entries().stream())
                    .filter(label -> parameters.contains(label.name()))
                    .map(Entry::value)
                    .forEach((YamlNode label) -> edits.remove(label));
        });
    }
}
