package io.trunkline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.core.app.Standing;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link GrantStore} does. */
public abstract class GrantStoreContractTest {
    private static final EntityRef DRIVER = EntityRef.parse("driver/d-7");

    /** A room of this test alone, so that a table may be shared. */
    private final String id = UUID.randomUUID().toString();

    protected abstract GrantStore store();

    @Test
    void whatWasNeverGrantedIsNot() {
        assertThat(store().isGranted(room("wizz", id), DRIVER)).isFalse();
    }

    @Test
    void aGrantHoldsForItsTenantRoomAndEntityAlone() {
        store().grant(room("wizz", id), DRIVER);

        assertThat(store().isGranted(room("wizz", id), DRIVER)).isTrue();
        assertThat(store().isGranted(room("other", id), DRIVER)).isFalse();
        assertThat(store().isGranted(room("wizz", id + "0"), DRIVER)).isFalse();
        assertThat(store().isGranted(room("wizz", id), EntityRef.parse("driver/d-70")))
                .isFalse();
    }

    @Test
    void anyOfSeveralStandingsIsEnough() {
        Standing branch = Standing.parse("branch:b-1");
        store().grant(room("wizz", id), branch);

        assertThat(store().isGranted(room("wizz", id), List.of(new Standing.Of(DRIVER), branch)))
                .isTrue();
        assertThat(store().isGranted(room("wizz", id), List.of(new Standing.Of(DRIVER), Standing.parse("branch:b-2"))))
                .isFalse();
        assertThat(store().page(room("wizz", id), Optional.empty(), 10).standings())
                .containsExactly(branch);

        store().revoke(room("wizz", id), branch);
        assertThat(store().isGranted(room("wizz", id), List.of(new Standing.Of(DRIVER), branch)))
                .isFalse();
    }

    @Test
    void aGrantGivenTwiceIsTakenBackOnce() {
        store().grant(room("wizz", id), DRIVER);
        store().grant(room("wizz", id), DRIVER);

        store().revoke(room("wizz", id), DRIVER);

        assertThat(store().isGranted(room("wizz", id), DRIVER)).isFalse();
    }

    @Test
    void takingBackWhatWasNeverGivenIsNoError() {
        store().revoke(room("wizz", id), DRIVER);

        assertThat(store().isGranted(room("wizz", id), DRIVER)).isFalse();
    }

    @Test
    void noTwoGrantsAreTakenForEachOtherHoweverTheyAreWritten() {
        record Pair(RoomKey room, EntityRef entity) {}
        List<Pair> alike = List.of(
                new Pair(room("wizz", id), EntityRef.parse("driver/b")),
                new Pair(room("wizz", id + "driver/b"), EntityRef.parse("driver/b")),
                new Pair(room("wizz", id + "#driver/b"), EntityRef.parse("driver/b")),
                new Pair(room("wizz", id), EntityRef.parse("driver/b#driver/b")),
                new Pair(room("wizz", id), EntityRef.parse("driver/b/driver/b")),
                new Pair(room("wizz", id + "\u00e9"), EntityRef.parse("driver/b")),
                new Pair(room("wizz", id + "e\u0301"), EntityRef.parse("driver/b")));
        for (Pair granted : alike) {
            store().grant(granted.room(), granted.entity());

            assertThat(alike).allSatisfy(pair -> assertThat(store().isGranted(pair.room(), pair.entity()))
                    .isEqualTo(pair.equals(granted)));
            store().revoke(granted.room(), granted.entity());
        }
    }

    @Test
    void theLongestRoomAndEntityFitBesideEachOther() {
        RoomKey longest = room("wizz", "\u00e9".repeat(512));

        store().grant(longest, EntityRef.parse("driver/" + "x".repeat(1024)));

        assertThat(store().isGranted(longest, EntityRef.parse("driver/" + "x".repeat(1024))))
                .isTrue();
        assertThat(store().isGranted(longest, EntityRef.parse("driver/" + "x".repeat(1023))))
                .isFalse();
    }

    private static RoomKey room(String tenant, String id) {
        return new RoomKey(new TenantId(tenant), new RoomName.Topic("order", id));
    }
}
