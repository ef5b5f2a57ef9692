package io.trunkline.migration.mapping;

/** What may be mended in a record on its way; each is reported by itself. */
public enum RepairKind {
    /** A merchant that its client had stored as a customer, or the like. */
    ENTITY_TYPE("stored as another entity type"),
    /** An expiry in milliseconds where the others have seconds, or the other way round. */
    TIME_UNIT("time in another unit"),
    /** A time without a zone, read in the zone that the mapping or the operator names. */
    ZONE_GIVEN("time without a zone"),
    /** A role in an older spelling. */
    ROLE_SPELLING("role in another spelling"),
    /** A subscription whose id names an older connection than its own attribute does. */
    RELINKED("subscription linked to its live connection"),
    /** One connection stored in two shapes. */
    MERGED("one connection stored twice"),
    /** A raw token, which is left behind. */
    TOKEN_LEFT_BEHIND("raw token left behind"),
    /** A row that looked dead and that the gateway still holds. */
    HELD_BY_GATEWAY("looked dead, but the gateway holds it"),
    /** A room that the platform joins by itself. */
    AUTOMATIC_ROOM("room that is joined by itself");

    private final String words;

    RepairKind(String words) {
        this.words = words;
    }

    /** For people. */
    public String words() {
        return words;
    }
}
