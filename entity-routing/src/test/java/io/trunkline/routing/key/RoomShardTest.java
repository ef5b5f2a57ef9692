package io.trunkline.routing.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Base64;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class RoomShardTest {
    private static final RoomKey ROOM = new RoomKey(new TenantId("wizz"), new RoomName.All());

    @Property
    void aMemberIsAlwaysInTheSameShardWithinRange(
            @ForAll String member, @ForAll @IntRange(min = 1, max = RoomShard.MAX_SHARDS) int shards) {
        RoomShard shard = RoomShard.of(ROOM, member, shards);

        assertThat(shard.shard()).isBetween(0, shards - 1);
        assertThat(RoomShard.of(ROOM, member, shards)).isEqualTo(shard);
    }

    /** Rows of one release are read by the next: a changed number would leave members where nobody looks. */
    @Example
    void aMembersShardIsTheSameInEveryRelease() {
        assertThat(RoomShard.of(ROOM, "L0SM9cOFvHcCIhw=", 10).shard()).isEqualTo(6);
    }

    @Example
    void aSmallRoomHasShardZeroOnly() {
        assertThat(RoomShard.of(ROOM, "L0SM9cOFvHcCIhw=", 1).shard()).isZero();
    }

    @Example
    void membersSpreadOverAllShards() {
        int shards = 16;
        int members = 16_000;
        int[] counts = new int[shards];
        Random random = new Random(42);
        for (int i = 0; i < members; i++) {
            byte[] bytes = new byte[11];
            random.nextBytes(bytes);
            counts[
                    RoomShard.of(ROOM, Base64.getUrlEncoder().encodeToString(bytes), shards)
                            .shard()]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(members / shards * 3 / 4, members / shards * 5 / 4);
        }
    }

    @Example
    void membersWithOneBeginningSpreadAsWell() {
        int[] counts = new int[8];
        for (int i = 0; i < 8000; i++) {
            counts[RoomShard.of(ROOM, "connection-" + i, counts.length).shard()]++;
        }

        for (int count : counts) {
            assertThat(count).isBetween(500, 1500);
        }
    }

    @Example
    void aRoomHasBetweenOneAndAThousandShards() {
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> RoomShard.of(ROOM, "x", 0));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> RoomShard.of(ROOM, "x", 1001));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new RoomShard(ROOM, -1));
        assertThatExceptionOfType(MalformedKeyException.class).isThrownBy(() -> new RoomShard(ROOM, 1000));
    }
}
