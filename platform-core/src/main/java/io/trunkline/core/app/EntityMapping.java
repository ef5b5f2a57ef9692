package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;

/** How the entity that a connection stands for is read from a verified token. */
public sealed interface EntityMapping {
    /** The type is fixed by the app, the id is a claim: {@code {type: driver, id: custom:driver_id}}. */
    record FixedType(EntityType type, String idClaim) implements EntityMapping {}

    /** One claim holds both, as {@code driver/d-7}. */
    record WholeClaim(String claim) implements EntityMapping {}

    /** The type is another claim's value, the id a claim: for issuers that serve several types. */
    record TypeClaim(String typeClaim, String idClaim) implements EntityMapping {}

    /**
     * The user speaks for entities of {@code type} that the tenant's backend has written as memberships; the query
     * parameter {@code selectedBy} picks one of them, and without it there must be exactly one.
     */
    record Membership(EntityType type, String selectedBy) implements EntityMapping {}
}
