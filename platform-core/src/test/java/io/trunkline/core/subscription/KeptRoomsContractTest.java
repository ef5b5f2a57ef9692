package io.trunkline.core.subscription;

import static org.assertj.core.api.Assertions.assertThat;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every implementation of {@link KeptRooms} does. */
public abstract class KeptRoomsContractTest {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    private static final RoomName.Topic CHAT = new RoomName.Topic("chat", "r#1 with: everything/in it");
    private static final RoomName.Topic ORDER = new RoomName.Topic("order", "o-9");

    /** A user of this test alone, so that a table may be shared. */
    private final String user = UUID.randomUUID() + "#u:1";

    protected abstract KeptRooms store();

    private DeviceKey device(String app, String who, String name) {
        return new DeviceKey(AppKey.parse(app), who, name);
    }

    @Test
    void whatIsKeptIsThereUntilItsTimeIsOver() {
        DeviceKey device = device("wizz/drivers", user, "aaaa");
        store().keep(device, Set.of(CHAT, ORDER), NOW.plusSeconds(60));

        assertThat(store().of(device, NOW.plusSeconds(59))).containsExactlyInAnyOrder(CHAT, ORDER);
        assertThat(store().of(device, NOW.plusSeconds(60))).isEmpty();
    }

    @Test
    void whatIsKeptAnewReplacesWhatWas() {
        DeviceKey device = device("wizz/drivers", user, "aaaa");
        store().keep(device, Set.of(CHAT), NOW.plusSeconds(60));
        store().keep(device, Set.of(ORDER), NOW.plusSeconds(90));

        assertThat(store().of(device, NOW.plusSeconds(80))).containsExactly(ORDER);
    }

    @Test
    void nothingIsKeptAfterItWasForgotten() {
        DeviceKey device = device("wizz/drivers", user, "aaaa");
        store().keep(device, Set.of(CHAT), NOW.plusSeconds(60));
        store().forget(device);
        store().forget(device);

        assertThat(store().of(device, NOW)).isEmpty();
    }

    @Test
    void noOtherTenantAppUserOrDeviceGetsThem() {
        store().keep(device("wizz/drivers", user, "aaaa"), Set.of(CHAT), NOW.plusSeconds(60));

        for (DeviceKey other : List.of(
                device("parcelo/drivers", user, "aaaa"),
                device("wizz/customers", user, "aaaa"),
                device("wizz/drivers", user + "2", "aaaa"),
                device("wizz/drivers", user, "aaab"))) {
            assertThat(store().of(other, NOW)).as(other.toString()).isEmpty();
        }
    }
}
