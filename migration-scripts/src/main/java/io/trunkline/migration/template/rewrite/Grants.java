package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlTree.Parent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Optional;
import java.util.Set;

/** Knows who has the right to read the app's API key already: a role or function needs it once. */
final class Grants {
    private final Template template;
    private final Set<YamlNode> owners = identities();
    private final Set<YamlNode> granted = identities();

    Grants(Template template) {
        this.template = template;
        template.resources().forEach(resource -> owners.add(resource.body().written()));
        template.functions().forEach(function -> owners.add(function.body().written()));
        template.root().children().forEach(part -> owners.add(part.written()));
    }

    private static Set<YamlNode> identities() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    /** Notes that whoever {@code statement} is about gets the right; false where that one has it. */
    boolean add(YamlNode statement) {
        YamlNode owner = ownerOf(statement);
        boolean has = Template.texts(owner).anyMatch(text -> text.contains(":secret:trunkline/"));
        return !has && granted.add(owner);
    }

    private YamlNode ownerOf(YamlNode statement) {
        YamlNode at = statement;
        while (!owners.contains(at)) {
            Optional<Parent> parent = template.tree().parent(at);
            if (parent.isEmpty()) {
                return at;
            }
            at = parent.get().container();
        }
        return at;
    }
}
