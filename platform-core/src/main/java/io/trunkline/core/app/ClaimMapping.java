package io.trunkline.core.app;

import java.util.Map;
import java.util.Optional;

/**
 * Which claims of a verified token say who the user is. A claim's name may be a path, {@code realm_access.roles}; a
 * name that exists as it stands wins over the path.
 *
 * @param user claim of the user's id
 * @param roles claim that lists roles (an array, or a text separated by spaces or commas); only roles that the entity's
 *     type declares are kept
 * @param scopes scope name to claim; the claim is a text or an array of texts
 */
public record ClaimMapping(String user, EntityMapping entity, Optional<String> roles, Map<String, String> scopes) {
    public ClaimMapping {
        scopes = Map.copyOf(scopes);
    }
}
