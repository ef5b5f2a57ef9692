package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Included;
import io.trunkline.migration.template.text.YamlTree.Parent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Changes to a tree, by what they mean: children taken out, others put in, values replaced. {@link #apply} makes the
 * text of them, in which all else is as it was, and proves that by reading it again.
 */
public final class TreeEdits {
    private final YamlTree tree;
    private final IdentityHashMap<Container, ContainerEdit> containers = new IdentityHashMap<>();
    private final IdentityHashMap<YamlNode, Fresh> values = new IdentityHashMap<>();
    private final Set<YamlNode> removed = Collections.newSetFromMap(new IdentityHashMap<>());

    /** What happens to the children of one container: which go, and what comes before which index. */
    record ContainerEdit(Set<Integer> gone, Map<Integer, List<Fresh.Child>> fresh) {
        ContainerEdit() {
            this(new java.util.TreeSet<>(), new TreeMap<>());
        }

        void put(int before, Fresh.Child child) {
            fresh.computeIfAbsent(before, index -> new ArrayList<>()).add(child);
        }

        List<Fresh.Child> all() {
            return fresh.values().stream().flatMap(List::stream).toList();
        }
    }

    public TreeEdits(YamlTree tree) {
        this.tree = tree;
    }

    public boolean isEmpty() {
        return containers.isEmpty() && values.isEmpty();
    }

    /** Whether this node goes, by itself or with what holds it. */
    public boolean removes(YamlNode node) {
        Optional<YamlNode> at = Optional.of(node);
        while (at.isPresent()) {
            if (removed.contains(at.get())) {
                return true;
            }
            at = tree.above(at.get());
        }
        return false;
    }

    /** Whether nothing of this node's words is left: it goes, or what holds it is replaced. */
    public boolean drops(YamlNode node) {
        Optional<YamlNode> at = Optional.of(node);
        while (at.isPresent()) {
            if (removed.contains(at.get()) || values.containsKey(at.get())) {
                return true;
            }
            at = tree.above(at.get());
        }
        return false;
    }

    /** Takes out an item, or the entry whose value this is; what is left empty by that goes as well. */
    public void remove(YamlNode child) {
        Optional<Included> bringer = tree.bringer(child);
        if (bringer.isPresent()) {
            if (tree.uses(child) > 0) {
                throw shared(child);
            }
            remove(bringer.get());
            return;
        }
        if (!removed.add(child)) {
            return;
        }
        Parent parent = parentOf(child);
        ContainerEdit edit = edit(parent.container());
        edit.gone().add(parent.index());
        if (edit.gone().size() == parent.container().size()
                && edit.fresh().isEmpty()
                && parent.container() != tree.root()) {
            remove(parent.container());
        }
    }

    /** Puts a child in the place of another. */
    public void replaceChild(YamlNode child, Fresh.Child fresh) {
        Parent parent = parentOf(child);
        edit(parent.container()).put(parent.index(), fresh);
        remove(child);
    }

    /** Puts a child before this one, or in its place where it goes. */
    public void insertBefore(YamlNode child, Fresh.Child fresh) {
        Parent parent = parentOf(child);
        edit(parent.container()).put(parent.index(), fresh);
    }

    /** Puts a child behind this one. */
    public void insertAfter(YamlNode child, Fresh.Child fresh) {
        Parent parent = parentOf(child);
        edit(parent.container()).put(parent.index() + 1, fresh);
    }

    /** Puts a child behind the last. */
    public void append(Container container, Fresh.Child fresh) {
        edit(container).put(container.size(), fresh);
    }

    /** Writes another value in the place of this one. */
    public void replace(YamlNode value, Fresh fresh) {
        values.put(value, fresh);
    }

    private Parent parentOf(YamlNode child) {
        return tree.parent(child).orElseThrow(() -> new IllegalArgumentException("the root has no container"));
    }

    private ContainerEdit edit(Container container) {
        return containers.computeIfAbsent(container, key -> new ContainerEdit());
    }

    /** The text with all of it done, and after it those of the included files that changed. */
    public List<Edited> apply() {
        List<Edited> all = new ArrayList<>();
        if (!isEmpty()) {
            refuseShared();
        }
        all.add(apply(tree.text()));
        tree.included().stream().map(this::apply).filter(Edited::changed).forEach(all::add);
        return all;
    }

    private Edited apply(TemplateText text) {
        List<Splice> splices = new ArrayList<>();
        ContainerSplices writer = new ContainerSplices(tree, text);
        containers.forEach((container, edit) -> {
            if (isIn(container, text) && !removes(container)) {
                splices.addAll(writer.splices(container, edit));
            }
        });
        values.forEach((node, fresh) -> {
            if (isIn(node, text) && !removes(node)) {
                splices.add(writer.value(node, fresh));
            }
        });
        if (splices.isEmpty()) {
            return new Edited(text, text);
        }
        TemplateText changed = text.with(Splice.apply(text.text(), splices));
        new EditProof(this, containers, values)
                .check(tree.root(text), YamlTree.read(changed).root());
        return new Edited(text, changed);
    }

    private static boolean isIn(YamlNode node, TemplateText text) {
        return node.place().file().equals(text.name());
    }

    /** An anchored node stands in more places than one: what is right for one of them may be wrong for another. */
    private void refuseShared() {
        Set<YamlNode> touched = Collections.newSetFromMap(new IdentityHashMap<>());
        touched.addAll(containers.keySet());
        touched.addAll(values.keySet());
        for (YamlNode node : touched) {
            Optional<YamlNode> at = Optional.of(node);
            while (at.isPresent()) {
                refuseIfUsed(at.get());
                at = tree.above(at.get());
            }
        }
        removed.forEach(this::refuseUsedInside);
    }

    private void refuseUsedInside(YamlNode node) {
        if (node instanceof Included) {
            // what it brings stays where it is, for others
            return;
        }
        if (outsideUses(node)) {
            throw shared(node);
        }
        node.children().forEach(this::refuseUsedInside);
    }

    private boolean outsideUses(YamlNode anchored) {
        return tree.uses(anchored) > aliasesRemoved(tree.root(), anchored);
    }

    private int aliasesRemoved(YamlNode at, YamlNode anchored) {
        if (tree.uses(anchored) == 0) {
            return 0;
        }
        int here = at instanceof YamlNode.Alias alias && alias.resolved() == anchored && removes(at) ? 1 : 0;
        return here
                + at.children().stream()
                        .mapToInt(child -> aliasesRemoved(child, anchored))
                        .sum();
    }

    private void refuseIfUsed(YamlNode node) {
        if (tree.uses(node) > 0 && !removes(node)) {
            throw shared(node);
        }
    }

    private OperatorException shared(YamlNode node) {
        if (node.anchor().isEmpty()) {
            return new OperatorException(node.place().where() + ": this is included in more places than one, and has to"
                    + " change in one alone. Write it out in one of them, then run this again.");
        }
        return new OperatorException(node.place().where() + ": &" + node.anchor()
                + " is used elsewhere by *" + node.anchor()
                + ", and has to change here alone. Write it out where it is used, then run this again.");
    }
}
