package io.trunkline.core.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.TenantId;
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

    private static RoomKey room(String tenant, String id) {
        return new RoomKey(new TenantId(tenant), new RoomName.Topic("order", id));
    }
}
