package io.trunkline.core.schema;

/**
 * Attribute names of the four tables. Those of a subscription are short: an item's size sets the price of a fan-out.
 */
public final class Attributes {
    /** When the item may be deleted, epoch seconds; the TTL attribute of every table that has one. */
    public static final String EXPIRES_AT = "expiresAt";

    // connections
    public static final String CONNECTION_ID = "connectionId";
    public static final String APP = "app";
    public static final String USER = "user";
    public static final String ENTITY = "entity";
    public static final String ROLES = "roles";
    public static final String SCOPES = "scopes";
    public static final String TOKEN_ID = "tokenId";
    public static final String TOKEN_ISSUED_AT = "tokenIssuedAt";
    public static final String TOKEN_EXPIRES_AT = "tokenExpiresAt";
    public static final String ENDPOINT = "endpoint";
    public static final String DIALECT = "dialect";
    public static final String PLATFORM = "platform";
    public static final String CONNECTED_AT = "connectedAt";

    /** Stands in the row of a connection whose disconnect came before its connect. */
    public static final String ENDED = "ended";

    // subscriptions
    public static final String ROOM = "room";
    public static final String SHORT_ENDPOINT = "e";
    public static final String SHORT_DIALECT = "d";

    /** The index of the subscriptions table that finds a connection's rooms. */
    public static final String BY_CONNECTION = "byConnection";

    // registry
    public static final String TENANT = "tenant";
    public static final String ITEM = "item";
    public static final String DEFINITION = "definition";
    public static final String APPS = "apps";

    public static final String NAME = "name";
    public static final String CREATED_AT = "createdAt";
    public static final String REVOKED_AT = "revokedAt";
    public static final String HASH = "hash";

    // events
    public static final String OFFSET = "offset";

    // a durable room's head, at offset 0, and its events; of one letter, as they are written with every event
    public static final String EPOCH = "e";
    public static final String LAST_OFFSET = "l";
    public static final String EVENT_ID = "i";
    public static final String EVENT_NAME = "n";
    public static final String EVENT_DATA = "d";
    public static final String EVENT_FROM = "f";
    public static final String EVENT_AT = "t";

    // the claim on an idempotency key, beside event id and time as in an event
    public static final String FINGERPRINT = "fingerprint";
    public static final String OWNER = "owner";
    public static final String LEASE_UNTIL = "leaseUntil";
    public static final String OUTCOME = "outcome";

    /** Before a room's name: where the claim's event stands in that room's history. */
    public static final String POSITION_PREFIX = "p:";

    // a rate's counter
    public static final String USED = "used";

    // an hour of a tenant's use
    public static final String CONNECTION_MINUTES = "connectionMinutes";
    public static final String MESSAGES_IN = "messagesIn";
    public static final String MESSAGES_OUT = "messagesOut";
    public static final String BYTES_IN = "bytesIn";
    public static final String BYTES_OUT = "bytesOut";
    public static final String READ_HALVES = "readHalves";
    public static final String WRITE_UNITS = "writeUnits";

    private Attributes() {}
}
