package io.trunkline.migration.template.text;

/** A file before and after its edits. */
public record Edited(TemplateText before, TemplateText after) {
    public boolean changed() {
        return !before.text().equals(after.text());
    }
}
