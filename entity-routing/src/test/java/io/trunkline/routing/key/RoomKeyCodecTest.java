package io.trunkline.routing.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Decision 2 of the design: the tenant is in every key, and no two different keys encode alike. If it did not hold, two
 * tenants could share a room.
 *
 * <p>It holds because a key reads back to what it was made of ({@link #everyKeyDecodesToItself}): two keys with one
 * encoding would both be what it reads back to, and so be the same. The pairs below are a second look at the same.
 */
class RoomKeyCodecTest {
    private static final int DYNAMODB_PARTITION_KEY_BYTES = 2048;

    @Provide
    Arbitrary<RoomShard> shards() {
        return Keys.shards();
    }

    @Provide
    Arbitrary<List<RoomShard>> manyShards() {
        return Keys.shards().list().ofSize(300);
    }

    @Property(tries = 5000)
    void everyKeyDecodesToItself(@ForAll("shards") RoomShard shard) {
        assertThat(RoomKeyCodec.decode(RoomKeyCodec.encode(shard))).isEqualTo(shard);
    }

    @Property(tries = 5000)
    void twoDifferentKeysNeverEncodeAlike(@ForAll("shards") RoomShard one, @ForAll("shards") RoomShard other) {
        Assume.that(!one.equals(other));

        assertThat(RoomKeyCodec.encode(one)).isNotEqualTo(RoomKeyCodec.encode(other));
    }

    @Property(tries = 50)
    void amongManyKeysEachEncodingBelongsToOne(@ForAll("manyShards") List<RoomShard> shards) {
        Map<String, RoomShard> owners = new HashMap<>();
        for (RoomShard shard : shards) {
            RoomShard owner = owners.putIfAbsent(RoomKeyCodec.encode(shard), shard);
            assertThat(owner == null || owner.equals(shard)).isTrue();
        }
    }

    /** Twins on purpose: one text, cut into tenant, room and shard at every two places that it can be cut at. */
    @Property(tries = 2000)
    void keysCutFromOneTextAtDifferentPlacesNeverEncodeAlike(@ForAll("seeds") String text) {
        Map<String, RoomShard> owners = new HashMap<>();
        for (int first = 1; first < text.length(); first++) {
            for (int second = first + 1; second < text.length(); second++) {
                for (RoomShard shard :
                        cut(text.substring(0, first), text.substring(first, second), text.substring(second))) {
                    RoomShard owner = owners.putIfAbsent(RoomKeyCodec.encode(shard), shard);
                    assertThat(owner == null || owner.equals(shard)).isTrue();
                }
            }
        }
    }

    @Provide
    Arbitrary<String> seeds() {
        return Arbitraries.strings().withChars("ab#:/01").ofMinLength(3).ofMaxLength(9);
    }

    private static Set<RoomShard> cut(String one, String two, String three) {
        Set<RoomShard> shards = new HashSet<>();
        TenantId tenant = new TenantId("t");
        for (int number : new int[] {0, 1}) {
            attempt(() ->
                    shards.add(new RoomShard(new RoomKey(new TenantId(one), new RoomName.Topic(two, three)), number)));
            attempt(() -> shards.add(new RoomShard(
                    new RoomKey(tenant, new RoomName.Entity(new EntityRef(new EntityType(one), two + three))),
                    number)));
            attempt(() -> shards.add(new RoomShard(new RoomKey(tenant, new RoomName.User(one + two + three)), number)));
            attempt(() -> shards.add(new RoomShard(
                    new RoomKey(tenant, new RoomName.Within(new Scope(one, two), new RoomName.User(three))), number)));
            attempt(() -> shards.add(new RoomShard(new RoomKey(tenant, RoomName.parse(one + two + three)), number)));
        }
        return shards;
    }

    private static void attempt(Runnable making) {
        try {
            making.run();
        } catch (MalformedKeyException e) {
            // this cut makes no key, so there is nothing to compare
        }
    }

    @Property(tries = 5000)
    void aTextThatDecodesIsTheOneSpellingOfItsKey(@ForAll("nearKeys") String text) {
        RoomShard shard;
        try {
            shard = RoomKeyCodec.decode(text);
        } catch (MalformedKeyException e) {
            return;
        }
        assertThat(RoomKeyCodec.encode(shard)).isEqualTo(text);
    }

    @Provide
    Arbitrary<String> nearKeys() {
        Arbitrary<String> mutated = Combinators.combine(
                        Keys.shards().map(RoomKeyCodec::encode),
                        Arbitraries.integers().between(0, 4000),
                        Arbitraries.of("", "#", ":", "/", "0", "00", "+", "-", " ", "a", "\u0661", "in:", "\u0000"))
                .as((key, at, piece) -> {
                    int where = at % (key.length() + 1);
                    return key.substring(0, where) + piece + key.substring(Math.min(where + (at % 2), key.length()));
                });
        return Arbitraries.oneOf(mutated, Arbitraries.strings());
    }

    @Example
    void textThatIsNoKeyIsRefused() {
        for (String text : List.of(
                "",
                "#",
                "##",
                "wizz",
                "wizz#all",
                "#all#0",
                "wizz##0",
                "wizz#all#",
                "wizz#all#-1",
                "wizz#all#1000",
                "wizz#all#00",
                "wizz#all#+0",
                "wizz#all#\u0660",
                "wizz#all#99999999999",
                "wi zz#all#0",
                "wizz#all#0\n",
                "wizz#all:x#0",
                "wizz#in:branch/03/b-1/all#0",
                "wizz#in:branch/4/b-1/all#0")) {
            assertThatExceptionOfType(MalformedKeyException.class).as(text).isThrownBy(() -> RoomKeyCodec.decode(text));
        }
    }

    @Example
    void theSameRoomOfTwoTenantsIsTwoKeys() {
        RoomName room = RoomName.parse("entity:merchant/m-42");

        assertThat(RoomKeyCodec.encode(new RoomShard(new RoomKey(new TenantId("wizz"), room), 0)))
                .isNotEqualTo(RoomKeyCodec.encode(new RoomShard(new RoomKey(new TenantId("parcelo"), room), 0)));
    }

    @Example
    void theLargestKeyFitsIntoDynamoDbsPartitionKey() {
        String name = "n".repeat(64);
        RoomName largest = new RoomName.Within(
                new Scope(name, "s".repeat(256)),
                new RoomName.Entity(new EntityRef(new EntityType(name), "i".repeat(1024))));

        String key = RoomKeyCodec.encode(new RoomShard(new RoomKey(new TenantId(name), largest), 999));

        assertThat(key.getBytes(StandardCharsets.UTF_8)).hasSizeLessThanOrEqualTo(DYNAMODB_PARTITION_KEY_BYTES);
    }

    @Property(tries = 2000)
    void everyKeyFitsIntoDynamoDbsPartitionKey(@ForAll("shards") RoomShard shard) {
        assertThat(RoomKeyCodec.encode(shard).getBytes(StandardCharsets.UTF_8))
                .hasSizeLessThanOrEqualTo(DYNAMODB_PARTITION_KEY_BYTES);
    }
}
