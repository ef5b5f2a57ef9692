package io.trunkline.core.subscription;

import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.Set;

/** The rooms that a device had joined by name when its connection ended, for a while. */
public interface KeptRooms {
    /**
     * Most rooms that are kept of a device, so that its item stays small; which ones, where there are more, is open.
     */
    int MOST = 100;

    /** Where nothing is kept. */
    KeptRooms NONE = new KeptRooms() {
        @Override
        public void keep(DeviceKey device, Set<RoomName.Topic> rooms, Instant until) {
            // nobody asks for them
        }

        @Override
        public Set<RoomName.Topic> of(DeviceKey device, Instant now) {
            return Set.of();
        }

        @Override
        public void forget(DeviceKey device) {
            // there is nothing
        }
    };

    /** Keeps these rooms in place of those that were kept; one write. */
    void keep(DeviceKey device, Set<RoomName.Topic> rooms, Instant until);

    /** What is kept and has not expired; one read, which sees every write that came before it. */
    Set<RoomName.Topic> of(DeviceKey device, Instant now);

    /** Keeps nothing any more; one write. */
    void forget(DeviceKey device);
}
