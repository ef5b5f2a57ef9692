package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.rewrite.Taints.Taint;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Points outputs with an old address at the platform, and takes out those of what goes. */
record Outputs(
        Template template, TreeEdits edits, Taints taints, Shared shared, List<Change> changes, List<String> notes) {
    /** Does it. */
    void rewrite() {
        for (Entry output : template.outputs()) {
            Optional<YamlNode> value = output.value().get("Value");
            if (value.isEmpty() || Shared.leadsHere(template, value.get())) {
                continue;
            }
            EnumSet<Taint> taint = taints.of(value.get());
            if (taint.contains(Taint.TABLE) || taint.equals(EnumSet.of(Taint.FUNCTION))) {
                changes.add(new Change(output.place(), "removes the output " + output.name()));
                exported(output, "goes");
                edits.remove(output.value());
            } else if (taint.contains(Taint.API)) {
                Optional<Shared.Value> target = target(output.name(), value.get());
                if (target.isEmpty()) {
                    changes.add(new Change(output.place(), "removes the output " + output.name()));
                    exported(output, "goes");
                    edits.remove(output.value());
                    continue;
                }
                changes.add(new Change(
                        output.place(), "points the output " + output.name() + " at " + target.get().meaning));
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
        String text = String.join(" ", Template.texts(value.resolved()).toList());
        if (lower.endsWith("apiid") || lower.endsWith("api_id")) {
            return Optional.of(Shared.Value.API_ID);
        }
        if (lower.contains("management") || text.contains("https://")) {
            return Optional.of(Shared.Value.MANAGEMENT_URL);
        }
        boolean address = lower.contains("url") || lower.contains("endpoint") || text.contains("wss://");
        return address ? Optional.of(Shared.Value.WEBSOCKET_URL) : Optional.empty();
    }
}
