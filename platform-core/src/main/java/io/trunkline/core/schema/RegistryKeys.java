package io.trunkline.core.schema;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;

/**
 * Keys of the registry and of counters: the one place that puts their texts together.
 *
 * <p>Partitions that start with {@code _} belong to no tenant, since no tenant's name can. Whatever is chosen by anyone
 * but an operator is hashed: a sort key holds 1,024 bytes at most, and a room and an entity do not fit beside each
 * other.
 */
public final class RegistryKeys {
    /** Partition of the doors; the sort key is the door's id. */
    public static final String DOORS = "_door";

    /** Partition of the issuers; the sort key is the issuer's hash. */
    public static final String ISSUERS = "_issuer";

    /** Partition of the audiences; the sort key is the hash of issuer and audience. */
    public static final String AUDIENCES = "_audience";

    /** Partition of the services' audiences; the sort key is the hash of issuer and audience. */
    public static final String SERVICES = "_service";

    /** Sort key of a tenant's definition. */
    public static final String DEFINITION = "definition";

    /** Sort key of what seals a tenant's cursors. */
    public static final String CURSOR_KEY = "cursorkey";

    /** Partition of the sweep's state in the events table; no room's key starts with {@code _}. */
    public static final String SWEEP = "_sweep";

    private RegistryKeys() {}

    public static String issuer(String issuer) {
        return hash(issuer);
    }

    public static String audience(String issuer, String audience) {
        return hash(issuer, audience);
    }

    /** What every grant's key of {@code room} starts with; the rest is the standing's hash. */
    public static String grantsOf(RoomKey room) {
        return "grant#" + hash(room.name().toString()) + "#";
    }

    public static String grant(RoomKey room, Standing standing) {
        return grantsOf(room) + hash(standing.toString());
    }

    /** What every membership's key of {@code user} starts with. */
    public static String membershipsOf(String user) {
        return "membership#" + hash(user) + "#";
    }

    public static String membership(String user, Standing standing) {
        return membershipsOf(user) + hash(standing.toString());
    }

    /** What every API key's sort key starts with; the rest is its serial, and the partition is its tenant. */
    public static final String API_KEYS = "apikey#";

    public static String apiKey(String serial) {
        return API_KEYS + serial;
    }

    /**
     * Partition of the mark that connections of an older API are being brought along; no room's key starts with
     * {@code _}.
     */
    public static String arrivals(String api) {
        return "_arrivals#" + api;
    }

    /** Partition of a tenant's counter of connections in the events table; no room's key starts with {@code _}. */
    public static String connectionCounter(TenantId tenant) {
        return "_connections#" + tenant.value();
    }

    /** Partition of a tenant's counter of connections from one address in the events table. */
    public static String connectionCounter(TenantId tenant, String address) {
        return "_connections#" + tenant.value() + "#" + hash(address);
    }

    /** Partition of one ticket in the events table, at offset 0; the hash is all that is kept of its text. */
    public static String ticket(TenantId tenant, String hash) {
        return "_ticket#" + tenant.value() + "#" + hash;
    }

    /** Partition of the claim on an idempotency key in the events table; {@code caller} says who chose it. */
    public static String claim(TenantId tenant, List<String> caller, String key) {
        return "_once#" + tenant.value() + "#"
                + hash(Stream.concat(caller.stream(), Stream.of(key)).toArray(String[]::new));
    }

    /** Partition of a rate's counter in the events table, whose sort key is the window's number. */
    public static String rate(TenantId tenant, String kind, String subject) {
        return "_rate#" + tenant.value() + "#" + kind + "#" + hash(subject);
    }

    /** Partition of one shard of a tenant's hours of use in the events table; the sort key is the hour since 1970. */
    public static String usage(TenantId tenant, int shard) {
        return "_usage#" + tenant.value() + "#" + shard;
    }

    /** SHA-256 over the parts, each behind its length, so that no two lists of parts share a hash. */
    private static String hash(String... parts) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            for (String part : parts) {
                byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
                digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
                digest.update(bytes);
            }
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
