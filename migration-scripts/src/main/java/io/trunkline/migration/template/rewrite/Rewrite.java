package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.text.TemplateText;
import java.util.List;

/**
 * What came of a rewrite. Where it is refused nothing may be written.
 *
 * @param changes what was done, by line
 * @param notes what a person has to know or do besides
 * @param refusals why it must not be written; empty where it may
 */
public record Rewrite(
        TemplateText before, TemplateText after, List<Change> changes, List<String> notes, List<String> refusals) {
    public Rewrite {
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }

    public boolean changed() {
        return !before.text().equals(after.text());
    }
}
