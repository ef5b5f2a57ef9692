package io.trunkline.core.testing;

import io.trunkline.core.subscription.DeviceKey;
import io.trunkline.core.subscription.KeptRooms;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Kept rooms in memory. */
public final class InMemoryKeptRooms implements KeptRooms {
    private record Kept(Set<RoomName.Topic> rooms, Instant until) {}

    private final Map<DeviceKey, Kept> kept = new HashMap<>();

    @Override
    public synchronized void keep(DeviceKey device, Set<RoomName.Topic> rooms, Instant until) {
        kept.put(device, new Kept(Set.copyOf(rooms), until));
    }

    @Override
    public synchronized Set<RoomName.Topic> of(DeviceKey device, Instant now) {
        Kept found = kept.get(device);
        return found == null || !found.until().isAfter(now) ? Set.of() : found.rooms();
    }

    @Override
    public synchronized void forget(DeviceKey device) {
        kept.remove(device);
    }
}
