package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.TemplateText;
import io.trunkline.migration.template.text.Unread;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a person has to know of the files that a template leads to. */
record OtherFiles(Template before, Template after, List<Edited> edited) {
    List<String> notes() {
        List<String> notes = new ArrayList<>();
        edited.stream()
                .skip(1)
                .forEach(file -> notes.add(
                        file.before().name() + " is included and changes too: see that no other service includes it"));
        Set<String> left = new HashSet<>();
        after.tree().included().forEach(file -> left.add(file.name()));
        for (TemplateText file : before.tree().included()) {
            if (!left.contains(file.name())) {
                notes.add(file.name() + " is included no more: nothing of it is left; delete it if nobody else does");
            }
        }
        for (Unread unread : before.unread()) {
            String what = unread.at().text().orElse("");
            notes.add(unread.at().place().where() + " brings " + what + ", which was not read: " + unread.why()
                    + ". Take the app's WebSocket parts out of it by hand");
        }
        for (Map.Entry<Resource, String> nested : before.nested().entrySet()) {
            notes.add(nested.getKey().place().where() + " nests " + nested.getValue()
                    + ", a stack of its own: rewrite it too, by itself");
        }
        return notes;
    }
}
