package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlNode.Sequence;
import io.trunkline.migration.template.text.YamlTree.Parent;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Rewrites what roles may do: no right on what goes, and in the place of posting the right to read the app's key. */
final class Statements {
    private static final String POSTS = "execute-api:manageconnections";

    private final Template template;
    private final TreeEdits edits;
    private final Taints taints;
    private final Shared shared;
    private final List<Change> changes;
    private final boolean publishes;
    private final Set<Container> granted = Collections.newSetFromMap(new IdentityHashMap<>());

    Statements(
            Template template, TreeEdits edits, Taints taints, Shared shared, List<Change> changes, boolean publishes) {
        this.template = template;
        this.edits = edits;
        this.taints = taints;
        this.shared = shared;
        this.changes = changes;
        this.publishes = publishes;
    }

    void rewrite() {
        walk(template.root());
    }

    private void walk(YamlNode node) {
        if (edits.drops(node)) {
            return;
        }
        if (node instanceof Mapping mapping) {
            if (mapping.entry("Effect").isPresent() && mapping.entry("Action").isPresent()) {
                statement(mapping);
                return;
            }
            if (isPolicyTemplate(mapping)) {
                policyTemplate(mapping);
                return;
            }
        }
        node.children().forEach(this::walk);
    }

    private boolean isPolicyTemplate(Mapping mapping) {
        return mapping.size() == 1
                && mapping.fields().getFirst().name().endsWith("Policy")
                && template.tree()
                        .parent(mapping)
                        .flatMap(parent -> template.tree().entryOf(parent.container()))
                        .filter(entry -> entry.name().equals("Policies"))
                        .isPresent();
    }

    /** SAM's own shorthand, {@code DynamoDBCrudPolicy: {TableName: …}}. */
    private void policyTemplate(Mapping mapping) {
        YamlNode.Entry named = mapping.fields().getFirst();
        if (!taints.of(named.value()).isEmpty()) {
            changes.add(new Change(named.line(), "takes the grant " + named.name()));
            edits.remove(mapping);
        }
    }

    private void statement(Mapping statement) {
        YamlNode action = statement.get("Action").orElseThrow();
        List<YamlNode> actions = listOf(action);
        List<YamlNode> ofApi = actions.stream().filter(Statements::isOfApi).toList();
        boolean posts = actions.stream().anyMatch(Statements::mayPost);
        List<YamlNode> resources =
                statement.get("Resource").map(Statements::listOf).orElse(List.of());
        List<YamlNode> tainted = resources.stream()
                .filter(resource -> !taints.of(resource).isEmpty() && !Shared.leadsHere(template, resource))
                .toList();
        if (posts && ofApi.size() == actions.size()) {
            grantInstead(statement);
        } else if (posts) {
            // one statement for several things: it loses what is of the API
            ofApi.forEach(edits::remove);
            resources.stream()
                    .filter(resource -> tainted.contains(resource) || isApiArn(resource))
                    .forEach(edits::remove);
            changes.add(new Change(statement.place().line(), "takes posting to connections out of a statement"));
            if (!resources.isEmpty() && resources.stream().allMatch(edits::removes)) {
                grantInstead(statement);
            } else {
                grantBeside(statement);
            }
        } else if (!tainted.isEmpty() && tainted.size() == resources.size()) {
            changes.add(new Change(statement.place().line(), "takes a statement: " + shown(actions)));
            edits.remove(statement);
        } else if (!tainted.isEmpty()) {
            changes.add(new Change(
                    statement.place().line(),
                    "takes " + tainted.size() + " of " + resources.size() + " resources from a statement"));
            tainted.forEach(edits::remove);
        }
    }

    private static List<YamlNode> listOf(YamlNode node) {
        return node instanceof Sequence sequence && sequence.tag().isEmpty() ? sequence.items() : List.of(node);
    }

    private static boolean isOfApi(YamlNode action) {
        return action.text().orElse("").toLowerCase(Locale.ROOT).startsWith("execute-api:");
    }

    private static boolean mayPost(YamlNode action) {
        return action.text().orElse("").toLowerCase(Locale.ROOT).equals(POSTS);
    }

    private boolean isApiArn(YamlNode resource) {
        return Template.scalars(resource.resolved())
                .flatMap(scalar -> scalar.text().stream())
                .anyMatch(text -> text.contains(":execute-api:"));
    }

    private static String shown(List<YamlNode> actions) {
        String first = actions.isEmpty() ? "" : actions.getFirst().text().orElse("");
        return actions.size() > 1 ? first + " and " + (actions.size() - 1) + " more" : first;
    }

    private void grantInstead(Mapping statement) {
        Parent parent = template.tree().parent(statement).orElseThrow();
        if (!publishes) {
            changes.add(new Change(statement.place().line(), "takes a statement: posting to connections"));
            edits.remove(statement);
            return;
        }
        changes.add(new Change(
                statement.place().line(), "gives the right to read the app's API key in the place of posting"));
        if (hasGrant(parent.container())) {
            edits.remove(statement);
            return;
        }
        granted.add(parent.container());
        edits.replaceChild(statement, new Fresh.Child(keyOf(statement), shared.statement(), ""));
    }

    private void grantBeside(Mapping statement) {
        Parent parent = template.tree().parent(statement).orElseThrow();
        if (publishes && parent.container() instanceof Sequence && !hasGrant(parent.container())) {
            granted.add(parent.container());
            edits.insertAfter(statement, Fresh.Child.item(shared.statement()));
        }
    }

    private String keyOf(Mapping statement) {
        return template.tree().entryOf(statement).map(YamlNode.Entry::name).orElse("");
    }

    private boolean hasGrant(Container container) {
        return granted.contains(container)
                || Template.scalars(container)
                        .flatMap(scalar -> scalar.text().stream())
                        .anyMatch(text -> text.contains(":secret:trunkline/"));
    }
}
