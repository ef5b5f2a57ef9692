package io.trunkline.routing.key;

/** One of the partitions that a room's subscriptions are spread over; a small room has shard 0 only. */
public record RoomShard(RoomKey room, int shard) {
    /** Most shards of a room. */
    public static final int MAX_SHARDS = 1000;

    public RoomShard {
        if (shard < 0 || shard >= MAX_SHARDS) {
            throw new MalformedKeyException("shard must be between 0 and " + (MAX_SHARDS - 1));
        }
    }

    /**
     * The shard that {@code member} falls into when the room has {@code shards} of them; stable for a member. Throws
     * {@link MalformedKeyException} where {@code shards} is not between 1 and {@link #MAX_SHARDS}.
     */
    public static RoomShard of(RoomKey room, String member, int shards) {
        if (shards < 1 || shards > MAX_SHARDS) {
            throw new MalformedKeyException("a room has between 1 and " + MAX_SHARDS + " shards");
        }
        // String.hashCode is specified, so every environment agrees; mixed, as ids often share their ends
        int mixed = member.hashCode() * 0x9E3779B9;
        return new RoomShard(room, Math.floorMod(mixed ^ (mixed >>> 16), shards));
    }
}
