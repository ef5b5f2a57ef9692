package io.trunkline.routing.key;

/**
 * A room shard's stored key, {@code wizz#order:o-9#0}: the one place that puts a key's text together. Tenant and shard
 * hold no {@code #} and stand at the two ends, so the room between them needs no escaping: two different shards never
 * share a key, and a key reads back to its shard.
 */
public final class RoomKeyCodec {
    private static final char SEPARATOR = '#';

    private RoomKeyCodec() {}

    public static String encode(RoomShard shard) {
        return shard.room().tenant().value() + SEPARATOR + shard.room().name() + SEPARATOR + shard.shard();
    }

    /** The shard whose key this is; throws {@link MalformedKeyException} where it is no key. */
    public static RoomShard decode(String key) {
        int first = key.indexOf(SEPARATOR);
        int last = key.lastIndexOf(SEPARATOR);
        if (first < 0 || first == last) {
            throw new MalformedKeyException("a room key is written tenant#room#shard");
        }
        RoomKey room =
                new RoomKey(new TenantId(key.substring(0, first)), RoomName.parse(key.substring(first + 1, last)));
        RoomShard shard = new RoomShard(room, shardNumber(key.substring(last + 1)));
        if (!encode(shard).equals(key)) {
            throw new MalformedKeyException("a room key has one spelling only");
        }
        return shard;
    }

    private static int shardNumber(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw new MalformedKeyException("a room key ends in its shard's number");
        }
    }
}
