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
    public static final String DEVICE = "device";
    public static final String ADDRESS = "address";
    public static final String CONNECTED_AT = "connectedAt";

    /** Stands in the row of a connection whose disconnect came before its connect. */
    public static final String ENDED = "ended";

    // when the sweep told a connection's client to go, epoch seconds
    public static final String EXPIRY_TOLD_AT = "expiryToldAt";
    public static final String RECONNECT_TOLD_AT = "reconnectToldAt";

    // the sweep's lease, and where each of its steps stands
    public static final String LEASED_BY = "leasedBy";
    public static final String LEASED_UNTIL = "leasedUntil";
    public static final String STEPS = "steps";

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
    public static final String TENANTS = "tenants";

    /** Of a definition: the numbers of shards before it, a list of {@code kind count epochSeconds}. */
    public static final String FORMER_SHARDS = "formerShards";

    public static final String NAME = "name";
    public static final String CREATED_AT = "createdAt";
    public static final String REVOKED_AT = "revokedAt";
    public static final String HASH = "hash";

    public static final String CURSOR_KEY = "cursorKey";

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

    // an entity in a room, and the reminders to look after it; letters of their own, as they share the events table
    /** With the connection's id behind it: when that device's connection has ended at the latest, epoch seconds. */
    public static final String DEVICE_PREFIX = "c:";

    public static final String PRESENT_ENTITY = "n";
    public static final String PRESENT_SINCE = "a";
    public static final String PRESENT_FIRST = "w";
    public static final String DEVICE_LEFT_AT = "l";
    public static final String PRESENCE_VERSION = "v";
    public static final String DEPARTURE_CLAIMED_AT = "g";
    public static final String REMINDER_ROOM = "r";
    public static final String REMINDER_DUE = "t";

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

    // a revocation
    public static final String REVOKED = "r";
    public static final String ISSUED_UNTIL = "u";

    /** Of a device: the rooms that it had joined by name. */
    public static final String KEPT_ROOMS = "kept";

    private Attributes() {}
}
