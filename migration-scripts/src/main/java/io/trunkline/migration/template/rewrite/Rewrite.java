package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.text.Edited;
import io.trunkline.migration.template.text.TemplateText;
import java.util.List;

/**
 * What came of a rewrite. Where it is refused nothing may be written.
 *
 * @param files the template itself, and after it the included files that change
 * @param included all files that the rewritten template includes, as they are to be
 * @param changes what was done, by file and line
 * @param notes what a person has to know or do besides
 * @param refusals why it must not be written; empty where it may
 */
public record Rewrite(
        List<Edited> files,
        List<TemplateText> included,
        List<Change> changes,
        List<String> notes,
        List<String> refusals) {
    public Rewrite {
        files = List.copyOf(files);
        included = List.copyOf(included);
        changes = List.copyOf(changes);
        notes = List.copyOf(notes);
        refusals = List.copyOf(refusals);
    }

    /** The template itself, without what it includes. */
    public TemplateText before() {
        return files.getFirst().before();
    }

    /** The rewritten template itself, without what it includes. */
    public TemplateText after() {
        return files.getFirst().after();
    }

    public boolean changed() {
        return files.stream().anyMatch(Edited::changed);
    }
}
