package io.trunkline.migration.template.rewrite;

import io.trunkline.migration.template.model.Resource;
import io.trunkline.migration.template.model.Template;
import io.trunkline.migration.template.rewrite.Taints.Taint;
import io.trunkline.migration.template.text.Fresh;
import io.trunkline.migration.template.text.TreeEdits;
import io.trunkline.migration.template.text.YamlNode;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlNode.Sequence;
import io.trunkline.migration.template.text.YamlTree.Parent;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;

/** Rewrites what roles may do: no right on what goes, and in the place of posting the right to read the app's key. */
final class Statements {
    private static final String POSTS = "execute-api:manageconnections";

    private final Template template;
    private final TreeEdits edits;
    private final Taints taints;
    private final Shared shared;
    private final List<Change> changes;
    private final boolean publishes;
    private final Grants grants;

    Statements(
            Template template, TreeEdits edits, Taints taints, Shared shared, List<Change> changes, boolean publishes) {
        this.template = template;
        this.edits = edits;
        this.taints = taints;
        this.shared = shared;
        this.changes = changes;
        this.publishes = publishes;
        this.grants = new Grants(template);
    }

    void rewrite() {
        walk(template.root());
        removeEmptied(template.root());
    }

    /** IAM takes no policy without statements: the policies that are left so go too. */
    private void removeEmptied(YamlNode node) {
        if (edits.removes(node)) {
            return;
        }
        if (node instanceof Mapping mapping && (loses(mapping, "Statement") || loses(mapping, "PolicyDocument"))) {
            YamlNode policy = policyOf(mapping);
            changes.add(new Change(policy.place(), "removes a policy, of which nothing is left"));
            edits.remove(policy);
            return;
        }
        node.children().forEach(this::removeEmptied);
    }

    private boolean loses(Mapping mapping, String key) {
        return mapping.entry(key).filter(entry -> edits.removes(entry.value())).isPresent();
    }

    /** The policy that a document makes: an item of a role's or function's policies, or a resource of its own. */
    private YamlNode policyOf(Mapping emptied) {
        boolean document = template.tree()
                .entryOf(emptied)
                .filter(entry -> entry.name().equals("PolicyDocument"))
                .isPresent();
        YamlNode holder =
                document ? template.tree().parent(emptied).orElseThrow().container() : emptied;
        return template.resources().stream()
                .filter(resource -> resource.property().filter(holder::equals).isPresent())
                .map(Resource::body)
                .findFirst()
                .orElse(holder);
    }

    private void walk(YamlNode node) {
        if (edits.drops(node)) {
            return;
        }
        if (node instanceof Mapping mapping) {
            if (Template.isStatement(mapping)) {
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
        if (taints.of(named.value()).isEmpty()) {
            return;
        }
        changes.add(new Change(named.place(), "takes the grant " + named.name()));
        if (publishes && grants.add(mapping)) {
            edits.replaceChild(mapping, Fresh.Child.item(shared.policyTemplate()));
        } else {
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
            changes.add(new Change(statement.place(), "takes a statement: posting to connections"));
            grantInstead(statement);
        } else if (posts) {
            // one statement for several things: it loses what is of the API
            ofApi.forEach(edits::remove);
            resources.stream()
                    .filter(resource -> tainted.contains(resource) || isApiArn(resource))
                    .forEach(edits::remove);
            changes.add(new Change(statement.place(), "takes posting to connections out of a statement"));
            if (!resources.isEmpty() && resources.stream().allMatch(edits::removes)) {
                grantInstead(statement);
            } else {
                grantBeside(statement);
            }
        } else if (!tainted.isEmpty() && tainted.size() == resources.size()) {
            changes.add(new Change(statement.place(), "takes a statement: " + shown(actions)));
            if (asksThePlatform(tainted)) {
                grantInstead(statement);
            } else {
                edits.remove(statement);
            }
        } else if (!tainted.isEmpty()) {
            changes.add(new Change(
                    statement.place(),
                    "takes " + tainted.size() + " of " + resources.size() + " resources from a statement"));
            tainted.forEach(edits::remove);
            if (asksThePlatform(tainted)) {
                grantBeside(statement);
            }
        }
    }

    /** Whoever used the table or the API asks the platform from now on; who invoked its handler does not. */
    private boolean asksThePlatform(List<YamlNode> resources) {
        return resources.stream().anyMatch(resource -> !taints.of(resource).equals(EnumSet.of(Taint.FUNCTION)));
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
        return Template.texts(resource.resolved()).anyMatch(text -> text.contains(":execute-api:"));
    }

    private static String shown(List<YamlNode> actions) {
        String first = actions.isEmpty() ? "" : actions.getFirst().text().orElse("");
        return actions.size() > 1 ? first + " and " + (actions.size() - 1) + " more" : first;
    }

    private void grantInstead(Mapping statement) {
        if (!allows(statement) || !grants.add(statement)) {
            edits.remove(statement);
            return;
        }
        said(statement);
        edits.replaceChild(statement, new Fresh.Child(keyOf(statement), shared.statement(), ""));
    }

    private void grantBeside(Mapping statement) {
        Parent parent = template.tree().parent(statement).orElseThrow();
        if (allows(statement) && parent.container() instanceof Sequence && grants.add(statement)) {
            said(statement);
            edits.insertAfter(statement, Fresh.Child.item(shared.statement()));
        }
    }

    /** Whether what it said may be exchanged for another right: not a denial, nor a policy of the resource itself. */
    private boolean allows(Mapping statement) {
        return publishes
                && statement.entry("Principal").isEmpty()
                && statement
                        .get("Effect")
                        .flatMap(YamlNode::text)
                        .filter("Allow"::equals)
                        .isPresent();
    }

    private void said(Mapping statement) {
        changes.add(new Change(statement.place(), "gives the right to read the app's API key"));
    }

    private String keyOf(Mapping statement) {
        return template.tree().entryOf(statement).map(YamlNode.Entry::name).orElse("");
    }
}
