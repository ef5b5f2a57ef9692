package io.trunkline.migration.mapping;

import java.util.Map;
import java.util.Optional;

/**
 * A name of ours that stands in a record under names of theirs.
 *
 * @param names theirs to ours; empty where they are the same
 * @param otherwise where the record has none, or one that is not among {@code names}
 * @param repairs whether a name that is not ours is a mistake, to be reported
 */
public record Naming(Value value, Map<String, String> names, Optional<String> otherwise, boolean repairs) {
    public Naming {
        names = Map.copyOf(names);
    }

    Optional<String> of(String theirs) {
        return names.isEmpty()
                ? Optional.of(theirs)
                : Optional.ofNullable(names.get(theirs)).or(() -> otherwise);
    }
}
