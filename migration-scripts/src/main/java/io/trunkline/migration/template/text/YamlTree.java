package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.YamlNode.Alias;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Entry;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** A text and its tree, with the way from each node to what holds it. */
public final class YamlTree {
    private final TemplateText text;
    private final YamlNode root;
    private final IdentityHashMap<YamlNode, Parent> parents = new IdentityHashMap<>();
    private final IdentityHashMap<YamlNode, Integer> uses = new IdentityHashMap<>();

    /** Where a node is held: child {@code index} of {@code container}. */
    public record Parent(Container container, int index) {}

    private YamlTree(TemplateText text, YamlNode root) {
        this.text = text;
        this.root = root;
        link(root);
    }

    /** Reads a text; an {@link OperatorException} names file, line and what to do where it cannot be edited safely. */
    public static YamlTree read(TemplateText text) {
        return new YamlTree(text, TreeReader.read(text));
    }

    private void link(YamlNode node) {
        if (node instanceof Alias alias) {
            uses.merge(alias.resolved(), 1, Integer::sum);
        }
        if (node instanceof Container container) {
            List<YamlNode> children = container.children();
            for (int i = 0; i < children.size(); i++) {
                parents.put(children.get(i), new Parent(container, i));
                link(children.get(i));
            }
        }
    }

    public TemplateText text() {
        return text;
    }

    public YamlNode root() {
        return root;
    }

    public Optional<Parent> parent(YamlNode node) {
        return Optional.ofNullable(parents.get(node));
    }

    /** The entry whose value is {@code node}, where a mapping holds it. */
    public Optional<Entry> entryOf(YamlNode node) {
        return parent(node)
                .filter(parent -> parent.container() instanceof YamlNode.Mapping)
                .map(parent -> parent.container().entries().get(parent.index()));
    }

    /** How many aliases stand for this very node. */
    public int uses(YamlNode node) {
        return uses.getOrDefault(node, 0);
    }

    /** {@code file:line}. */
    public String where(YamlNode node) {
        return text.name() + ":" + node.place().line();
    }
}
