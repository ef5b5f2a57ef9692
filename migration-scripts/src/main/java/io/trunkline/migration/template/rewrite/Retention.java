package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.Fresh.Child;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Sets Retain on resources. CloudFormation has taken a change of these policies alone for no change, and left them out
 * (docs/templates.md names the sources), but takes one of Metadata: so an entry there comes with them.
 */
record Retention(TreeEdits edits, Set<String> keep, List<Change> changes) {
    private static final String MARK = "Trunkline";

    static boolean holds(Resource resource) {
        return resource.body()
                .get("DeletionPolicy")
                .flatMap(YamlNode::text)
                .filter(Retention::isRetain)
                .isPresent();
    }

    private static boolean isRetain(String policy) {
        // RetainExceptOnCreate keeps what was created long ago, too
        return policy.startsWith("Retain");
    }

    void set(Resource resource) {
        if (!(resource.body().written() instanceof Mapping body) || keep.contains(resource.id())) {
            return;
        }
        YamlNode before =
                body.entry("Type").map(Entry::value).orElse(body.children().getFirst());
        boolean changed = false;
        for (String policy : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
            Optional<Entry> present = body.entry(policy);
            if (present.flatMap(entry -> entry.value().text())
                    .filter(Retention::isRetain)
                    .isPresent()) {
                continue;
            }
            if (present.isPresent()) {
                edits.replace(present.get().value(), new Fresh.Text("Retain"));
            } else {
                edits.insertAfter(before, Child.entry(policy, new Fresh.Text("Retain")));
            }
            changes.add(new Change(resource.place(), "sets " + policy + ": Retain on " + resource.id()));
            changed = true;
        }
        if (changed) {
            mark(body, before);
        }
    }

    private void mark(Mapping body, YamlNode before) {
        Fresh retained = new Fresh.Text("retained");
        Optional<YamlNode> present =
                body.entry("Metadata").map(entry -> entry.value().written());
        if (present.isEmpty()) {
            Fresh metadata = new Fresh.Fields(List.of(Map.entry(MARK, retained)));
            edits.insertAfter(before, Child.entry("Metadata", metadata));
        } else if (present.get() instanceof Mapping metadata
                && metadata.entry(MARK).isEmpty()) {
            edits.append(metadata, Child.entry(MARK, retained));
        }
    }
}
