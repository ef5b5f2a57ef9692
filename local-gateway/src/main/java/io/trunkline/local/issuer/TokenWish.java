package io.trunkline.local.issuer;

import io.trunkline.core.app.App;
import io.trunkline.routing.key.EntityRef;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whom a token is wanted for.
 *
 * @param entity whom it stands for; may be left out where the app finds it by the user's memberships
 * @param user the entity's id where it is left out
 * @param claims further ones, and values of scopes by the scope's name
 */
public record TokenWish(
        App app, Optional<EntityRef> entity, Optional<String> user, List<String> roles, Map<String, String> claims) {
    public TokenWish {
        roles = List.copyOf(roles);
        claims = Map.copyOf(claims);
    }
}
