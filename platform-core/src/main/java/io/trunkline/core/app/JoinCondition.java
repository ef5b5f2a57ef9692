package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

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

    /** The principal's entity is of this type, and its id is the room's: {@code desk:m-42} is merchant m-42's own. */
    record Own(EntityType type) implements JoinCondition {}

    /** One of these is enough; they are asked in order. */
    record AnyOf(List<JoinCondition> conditions) implements JoinCondition {
        public AnyOf {
            conditions = List.copyOf(conditions);
        }
    }

    /** The scopes whose values may be let in by grant beside entities; empty where nobody is let in by grant. */
    default Optional<Set<String>> granted() {
        return switch (this) {
            case ByGrant(var scopes) -> Optional.of(scopes);
            case AnyOf(var conditions) -> {
                List<Set<String>> all = conditions.stream()
                        .flatMap(one -> one.granted().stream())
                        .toList();
                yield all.isEmpty()
                        ? Optional.empty()
                        : Optional.of(all.stream().flatMap(Set::stream).collect(Collectors.toUnmodifiableSet()));
            }
            case ByScope _, ByType _, Open _, Own _ -> Optional.empty();
        };
    }
}
