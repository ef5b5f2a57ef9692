package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.List;
import java.util.Set;

/** What lets a principal into a room. */
public sealed interface JoinCondition {
    /** The room's id is one of the values that the principal holds of a scope: {@code branch:b-1} for branch b-1. */
    record ByScope(String scope) implements JoinCondition {}

    /** The principal's entity is of one of these types. */
    record ByType(Set<EntityType> types) implements JoinCondition {
        public ByType {
            types = Set.copyOf(types);
        }
    }

    /** Anyone of the tenant. */
    record Open() implements JoinCondition {}

    /** The tenant's backend has put the principal's entity on the room's list. */
    record ByGrant() implements JoinCondition {}

    /** The principal's entity is of this type, and its id is the room's: {@code desk:m-42} is merchant m-42's own. */
    record Own(EntityType type) implements JoinCondition {}

    /** One of these is enough; they are asked in order. */
    record AnyOf(List<JoinCondition> conditions) implements JoinCondition {
        public AnyOf {
            conditions = List.copyOf(conditions);
        }
    }

    /** Whether a grant lets somebody in. */
    default boolean admitsByGrant() {
        return switch (this) {
            case ByGrant _ -> true;
            case AnyOf any -> any.conditions().stream().anyMatch(JoinCondition::admitsByGrant);
            case ByScope _, ByType _, Open _, Own _ -> false;
        };
    }
}
