package io.trunkline.routing.catalog;

import io.trunkline.routing.key.EntityType;
import java.util.Optional;

/** One entity type, or any ({@code *}). */
public record TypePattern(Optional<EntityType> type) {
    /** Every type of the tenant. */
    public static final TypePattern ANY = new TypePattern(Optional.empty());

    /** Reads a type's name or {@code *}. */
    public static TypePattern parse(String text) {
        return text.equals("*") ? ANY : of(new EntityType(text));
    }

    public static TypePattern of(EntityType type) {
        return new TypePattern(Optional.of(type));
    }

    public boolean isAny() {
        return type.isEmpty();
    }

    public boolean matches(EntityType candidate) {
        return type.isEmpty() || type.get().equals(candidate);
    }

    /** The type's name, or {@code any}: what rule names are made of. */
    @Override
    public String toString() {
        return type.map(EntityType::value).orElse("any");
    }
}
