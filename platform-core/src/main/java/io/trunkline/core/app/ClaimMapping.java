package io.trunkline.core.app;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which claims of a verified token say who the user is. A claim's name may be a path, {@code realm_access.roles}; a
 * name that exists as it stands wins over the path. Where several names are given, the first that the token has counts.
 *
 * @param user claims of the user's id
 * @param scopes scope name to claims; the claim is a text or an array of texts
 * @param selections scope name to where else its values are from; by claims alone where absent
 */
public record ClaimMapping(
        List<String> user,
        EntityMapping entity,
        Optional<RoleMapping> roles,
        Map<String, List<String>> scopes,
        Map<String, ScopeSelection> selections) {
    public ClaimMapping {
        selections = Map.copyOf(selections);
        user = List.copyOf(user);
        scopes = Map.copyOf(scopes);
    }

    /** One whose scopes are claims alone. */
    public ClaimMapping(
            List<String> user, EntityMapping entity, Optional<RoleMapping> roles, Map<String, List<String>> scopes) {
        this(user, entity, roles, scopes, Map.of());
    }
}
