package io.trunkline.migration.template.text;

import io.trunkline.migration.template.text.TreeEdits.ContainerEdit;
import io.trunkline.migration.template.text.YamlNode.Alias;
import io.trunkline.migration.template.text.YamlNode.Container;
import io.trunkline.migration.template.text.YamlNode.Included;
import io.trunkline.migration.template.text.YamlNode.Mapping;
import io.trunkline.migration.template.text.YamlNode.Scalar;
import io.trunkline.migration.template.text.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/** Holds an edited text, read again, against the tree that it came from: only what was asked for may differ. */
record EditProof(
        TreeEdits edits,
        IdentityHashMap<Container, ContainerEdit> containers,
        IdentityHashMap<YamlNode, Fresh> values) {
    /** Throws where something else differs, which is a fault of ours: nothing is written then. */
    void check(YamlNode before, YamlNode after) {
        if (values.containsKey(before) || edits.removes(before)) {
            // the latter is in a file whose include goes: it stays as it is
            return;
        }
        boolean kind =
                switch (before) {
                    case Scalar scalar ->
                        after instanceof Scalar other
                                && scalar.value().equals(other.value())
                                && scalar.plain() == other.plain();
                    case Alias alias ->
                        after instanceof Alias other && alias.name().equals(other.name());
                    case Included included ->
                        after instanceof Scalar other
                                && included.words().value().equals(other.value());
                    case Mapping mapping -> after instanceof Mapping other && mapping.flow() == other.flow();
                    case Sequence sequence -> after instanceof Sequence other && sequence.flow() == other.flow();
                };
        require(kind && before.tag().equals(after.tag()) && before.anchor().equals(after.anchor()), before);
        if (before instanceof Container container) {
            children(container, (Container) after);
        }
    }

    private void children(Container before, Container after) {
        List<Optional<Integer>> expected = expected(before);
        if (before.size() == 0 && !expected.isEmpty()) {
            return;
        }
        require(expected.size() == after.size(), before);
        List<YamlNode> olds = before.children();
        List<YamlNode> news = after.children();
        for (int i = 0; i < expected.size(); i++) {
            Optional<Integer> old = expected.get(i);
            if (old.isEmpty()) {
                continue;
            }
            if (before instanceof Mapping mapping && after instanceof Mapping other) {
                require(
                        mapping.fields()
                                .get(old.get())
                                .name()
                                .equals(other.fields().get(i).name()),
                        before);
            }
            check(olds.get(old.get()), news.get(i));
        }
    }

    /** Which child each new child was; empty for one that was put in. */
    private List<Optional<Integer>> expected(Container container) {
        List<Optional<Integer>> expected = new ArrayList<>();
        ContainerEdit edit = Optional.ofNullable(containers.get(container)).orElseGet(ContainerEdit::new);
        for (int i = 0; i <= container.size(); i++) {
            edit.fresh().getOrDefault(i, List.of()).forEach(child -> expected.add(Optional.empty()));
            if (i < container.size() && !edit.gone().contains(i)) {
                expected.add(Optional.of(i));
            }
        }
        return expected;
    }

    private void require(boolean same, YamlNode node) {
        if (!same) {
            throw new IllegalStateException("the edited text reads differently from what was asked, from line "
                    + node.place().line() + " of the original on; nothing was written");
        }
    }
}
