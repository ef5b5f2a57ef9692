package io.trunkline.core.schema;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomKeyCodec;
import io.trunkline.routing.key.RoomShard;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;

/**
 * Keys of presence in the events table: the one place that puts them together. The table sorts by number, and an entity
 * may be longer than a sort key's 1,024 bytes, so entities stand there as hashes.
 */
public final class PresenceKeys {
    /** Over how many partitions the reminders of all rooms are spread: about 1,000 writes a second each. */
    public static final int REMINDER_PARTS = 4;

    /** 120 bits, so 37 digits of the 38 that a DynamoDB number holds. */
    private static final int ENTITY_BYTES = 15;

    /** What a reminder's hash leaves of 38 digits is room for its time. */
    private static final BigInteger HASHES = BigInteger.TEN.pow(26);

    private PresenceKeys() {}

    /** Partition of who is in a room; no room's own key starts with {@code _}. */
    public static String room(RoomKey room) {
        return "_presence#" + RoomKeyCodec.encode(new RoomShard(room, 0));
    }

    /** Sort key of an entity in a room. */
    public static String entity(EntityRef entity) {
        return new BigInteger(1, digest(entity.toString()), 0, ENTITY_BYTES).toString();
    }

    /** The part that the reminders of a room are in. */
    public static int reminderPart(RoomKey room) {
        return Math.floorMod(digest(room(room))[0], REMINDER_PARTS);
    }

    /** Partition of a part's reminders, of every tenant; the sort key begins with the time. */
    public static String reminders(int part) {
        return "_presence-due#" + part;
    }

    /** Sort key of a reminder: its second, then a hash of whom it is of, so that no two tenants' ever meet. */
    public static String reminder(RoomKey room, EntityRef entity, Instant due) {
        BigInteger hash = new BigInteger(1, digest(room(room) + "\n" + entity)).mod(HASHES);
        return BigInteger.valueOf(due.getEpochSecond())
                .multiply(HASHES)
                .add(hash)
                .toString();
    }

    /** A sort key that all reminders up to and with {@code now}'s second are below. */
    public static String remindersUntil(Instant now) {
        return BigInteger.valueOf(now.getEpochSecond() + 1).multiply(HASHES).toString();
    }

    private static byte[] digest(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
