package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
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

    /**
     * The tenant's backend has put the principal's entity on the room's list, or a value that it holds of one of
     * {@code scopes}.
     *
     * @param scopes whose values may stand on the list beside entities; each that a principal holds is one more read
     */
    record ByGrant(Set<String> scopes) implements JoinCondition {
        public ByGrant {
            scopes = Set.copyOf(scopes);
        }

        /** Entities only. */
        public ByGrant() {
            this(Set.of());
        }
    }
}
