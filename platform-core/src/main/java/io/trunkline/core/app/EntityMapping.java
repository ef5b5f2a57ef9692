package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How the entity that a connection stands for is read from a verified token. */
public sealed interface EntityMapping {
    /**
     * The type is fixed by the app, the id is a claim: {@code {type: driver, id: custom:driver_id}}.
     *
     * @param idClaims the first that the token has
     */
    record FixedType(EntityType type, List<String> idClaims) implements EntityMapping {
        public FixedType {
            idClaims = List.copyOf(idClaims);
        }
    }

    /** One claim holds both, as {@code driver/d-7}. */
    record WholeClaim(String claim) implements EntityMapping {}

    /**
     * The type is another claim's value, the id a claim: for issuers that serve several types.
     *
     * @param types what the claim's values stand for; where it is empty, each is the type's own name
     * @param absent the type where a token has no such claim; where it is empty, such a token leads to nobody
     * @param idClaims the first that the token has
     */
    record TypeClaim(
            String typeClaim, Map<String, EntityType> types, Optional<EntityType> absent, List<String> idClaims)
            implements EntityMapping {
        public TypeClaim {
            types = Map.copyOf(types);
            idClaims = List.copyOf(idClaims);
        }
    }

    /**
     * The user speaks for entities of {@code type} that the tenant's backend has written as memberships; the query
     * parameter {@code selectedBy} picks one of them, and without it there must be exactly one.
     */
    record Membership(EntityType type, String selectedBy) implements EntityMapping {}
}
