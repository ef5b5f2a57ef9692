package io.trunkline.migration.template;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.trunkline.migration.template.rewrite.Rewrite;
import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.UnifiedDiff;
import java.nio.file.Path;
import java.util.List;

/** A rewrite for scripts. */
final class RewriteJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private RewriteJson() {}

    static ObjectNode of(Rewrite rewrite, Destination destination, List<Path> written) {
        ObjectNode root = JSON.createObjectNode();
        root.put("file", rewrite.before().name());
        root.put("changed", rewrite.changed());
        ArrayNode changes = root.putArray("changes");
        rewrite.changes().forEach(change -> changes.addObject()
                .put("file", change.at().file())
                .put("line", change.at().line())
                .put("what", change.what()));
        ArrayNode diffs = root.putArray("diffs");
        for (Edited file : rewrite.files()) {
            if (file.changed()) {
                List<String> diff = UnifiedDiff.of(
                        file.before().name(),
                        file.before().text(),
                        destination.shown(file.after()),
                        file.after().text());
                diffs.addObject().put("file", file.before().name()).put("diff", String.join("\n", diff) + "\n");
            }
        }
        ArrayNode notes = root.putArray("notes");
        rewrite.notes().forEach(notes::add);
        ArrayNode refusals = root.putArray("refusals");
        rewrite.refusals().forEach(refusals::add);
        ArrayNode files = root.putArray("written");
        written.forEach(path -> files.add(path.toString()));
        return root;
    }
}
