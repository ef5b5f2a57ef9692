package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.Optional;
import java.util.Set;

/**
 * How the values of a scope are found beside the token's claims.
 *
 * @param membership whether a user whose token says none has those that the tenant's backend has written as memberships
 * @param selectedBy a query parameter that picks one of the user's values
 * @param required the types whose entities may not connect without a value
 */
public record ScopeSelection(boolean membership, Optional<String> selectedBy, Set<EntityType> required) {
    public ScopeSelection {
        required = Set.copyOf(required);
    }
}
