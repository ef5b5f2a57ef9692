package io.trunkline.core.app;

import java.util.Map;

/**
 * How roles are read from a token. Only roles that the entity's type declares are kept.
 *
 * @param claim an array, or a text separated by spaces or commas
 * @param names what the token's roles are called here; one that is not listed keeps its name
 */
public record RoleMapping(String claim, Map<String, String> names) {
    public RoleMapping {
        names = Map.copyOf(names);
    }

    /** What the token's {@code role} is called here. */
    public String named(String role) {
        return names.getOrDefault(role, role);
    }
}
