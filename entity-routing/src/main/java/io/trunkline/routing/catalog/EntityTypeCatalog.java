package io.trunkline.routing.catalog;

import io.trunkline.routing.key.EntityType;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.Scope;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A tenant's entity types, the roles that each knows, the scopes that identities may hold, and the route rules between
 * the types.
 *
 * @param roles the types, each with the roles that its entities may hold
 * @param scopes the names of the scopes
 * @param every scopes of which entities of a type may have any value, whatever their tokens say; none where absent
 */
public record EntityTypeCatalog(
        Map<EntityType, Set<String>> roles,
        Set<String> scopes,
        List<RouteRule> rules,
        Map<EntityType, Set<String>> every) {
    /**
     * Throws {@link IllegalArgumentException} where a rule names a type or scope that is not declared, or where a role
     * or scope cannot become part of a room: better here than at the connect of the first who holds it.
     */
    public EntityTypeCatalog {
        roles = roles.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
        scopes = Set.copyOf(scopes);
        every = every.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, e -> Set.copyOf(e.getValue())));
        rules = List.copyOf(rules);
        roles.values().forEach(names -> names.forEach(RoomName.Role::new));
        scopes.forEach(name -> new Scope(name, "x"));
        for (RouteRule rule : rules) {
            requireDeclared(roles, rule, rule.from());
            requireDeclared(roles, rule, rule.to());
            if (rule.scope().isPresent() && !scopes.contains(rule.scope().get())) {
                throw new IllegalArgumentException("route rule " + rule.name() + " names the undeclared scope '"
                        + rule.scope().get() + "'");
            }
        }
    }

    /** Types that have the values of scopes that their identities hold, and no others. */
    public EntityTypeCatalog(Map<EntityType, Set<String>> roles, Set<String> scopes, List<RouteRule> rules) {
        this(roles, scopes, rules, Map.of());
    }

    /** Whether entities of {@code type} may have any value of {@code scope}. */
    public boolean hasEvery(EntityType type, String scope) {
        return every.getOrDefault(type, Set.of()).contains(scope);
    }

    private static void requireDeclared(Map<EntityType, Set<String>> roles, RouteRule rule, TypePattern pattern) {
        if (pattern.type().isPresent() && !roles.containsKey(pattern.type().get())) {
            throw new IllegalArgumentException(
                    "route rule " + rule.name() + " names the undeclared type '" + pattern + "'");
        }
    }

    public boolean declares(EntityType type) {
        return roles.containsKey(type);
    }

    /** The types whose entities may hold {@code role}. */
    public Set<EntityType> typesWithRole(String role) {
        return roles.entrySet().stream()
                .filter(entry -> entry.getValue().contains(role))
                .map(Map.Entry::getKey)
                .collect(Collectors.toUnmodifiableSet());
    }
}
