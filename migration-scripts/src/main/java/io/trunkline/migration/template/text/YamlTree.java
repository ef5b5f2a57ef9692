package io.trunkline.migration.template.text;

import io.trunkline.migration.OperatorException;
import io.trunkline.migration.template.text.YamlNode.Alias;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Entry;
import io.trunkline.migration.template.text.YamlNode.Included;
import io.trunkline.migration.template.text.YamlNode.Scalar;
import java.util.Collection;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** A text and its tree, with the files that it includes, and the way from each node to what holds it. */
public final class YamlTree {
    private final TemplateText text;
    private final YamlNode root;
    private final Includes includes;
    private final IdentityHashMap<YamlNode, Parent> parents = new IdentityHashMap<>();
    private final IdentityHashMap<YamlNode, Included> bringers = new IdentityHashMap<>();
    private final IdentityHashMap<YamlNode, Integer> uses = new IdentityHashMap<>();

    /** Where a node is held: child {@code index} of {@code container}. */
    public record Parent(Container container, int index) {}

    private YamlTree(TemplateText text, Includes includes) {
        this.text = text;
        this.includes = includes;
        this.root = includes.read(text);
        includes.roots().values().forEach(this::link);
    }

    /** Reads a text; an {@link OperatorException} names file, line and what to do where it cannot be edited safely. */
    public static YamlTree read(TemplateText text) {
        return new YamlTree(text, Includes.none());
    }

    /** Reads a text and, by {@code ${file(…)}}, the files of its folder. */
    public static YamlTree read(TemplateText text, LocalFiles files) {
        return new YamlTree(text, Includes.from(files));
    }

    private void link(YamlNode node) {
        switch (node) {
            case Alias alias -> uses.merge(alias.resolved(), 1, Integer::sum);
            case Included included when included.first() -> bringers.put(included.target(), included);
            case Included included -> uses.merge(included.target(), 1, Integer::sum);
            case Container container -> {
                List<YamlNode> children = container.children();
                for (int i = 0; i < children.size(); i++) {
                    parents.put(children.get(i), new Parent(container, i));
                    link(children.get(i));
                }
            }
            case Scalar scalar -> {}
        }
    }

    public TemplateText text() {
        return text;
    }

    public YamlNode root() {
        return root;
    }

    /** The texts of the file itself and of all that it includes. */
    Collection<TemplateText> texts() {
        return includes.texts().values();
    }

    /** The root of one of these texts. */
    YamlNode root(TemplateText of) {
        return Optional.ofNullable(includes.roots().get(of.name())).orElseThrow();
    }

    /** The files that it includes, itself left out. */
    public List<TemplateText> included() {
        return texts().stream().filter(each -> !each.name().equals(text.name())).toList();
    }

    /** Includes that were not followed, in the order in which they were met. */
    public List<Unread> unread() {
        return List.copyOf(includes.unread());
    }

    /** Where a node is held; what an include brings is held where the include stands. */
    public Optional<Parent> parent(YamlNode node) {
        Included bringer = bringers.get(node);
        return bringer == null ? Optional.ofNullable(parents.get(node)) : parent(bringer);
    }

    /** The include that brings this very node, if one does. */
    Optional<Included> bringer(YamlNode node) {
        return Optional.ofNullable(bringers.get(node));
    }

    /** What holds a node, or brings it. */
    Optional<YamlNode> above(YamlNode node) {
        Included bringer = bringers.get(node);
        return bringer == null ? Optional.ofNullable(parents.get(node)).map(Parent::container) : Optional.of(bringer);
    }

    /** The entry whose value is {@code node}, where a mapping holds it. */
    public Optional<Entry> entryOf(YamlNode node) {
        return parent(node)
                .filter(parent -> parent.container() instanceof YamlNode.Mapping)
                .map(parent -> parent.container().entries().get(parent.index()));
    }

    /** How many aliases stand for this very node, or further includes bring it. */
    public int uses(YamlNode node) {
        return uses.getOrDefault(node, 0);
    }
}
