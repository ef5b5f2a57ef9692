package io.trunkline.migration.mapping;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.Set;

/**
 * What a record must say.
 *
 * @param not whether it must say something else; a record that says nothing then passes too
 */
public record Condition(String field, boolean not, Set<String> texts) {
    public Condition {
        texts = Set.copyOf(texts);
    }

    boolean holds(ObjectNode fields) {
        Optional<String> text = Value.ofField(field).in(fields);
        return not
                ? text.isPresent() && !texts.contains(text.get())
                : text.filter(texts::contains).isPresent();
    }
}
