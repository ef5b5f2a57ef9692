package io.trunkline.core.testing;

import io.trunkline.core.dispatch.RestoredRooms;
import io.trunkline.core.policy.RoomPolicy;
import io.trunkline.core.subscription.KeptRooms;
import java.time.InstantSource;

/** Restored rooms for tests that are about something else. */
public final class Restoring {
    private Restoring() {}

    /** Nobody's. */
    public static RestoredRooms nothing() {
        return new RestoredRooms(
                new InMemoryConnectionStore(),
                new InMemorySubscriptionStore(),
                KeptRooms.NONE,
                new RoomPolicy(new InMemoryGrantStore()),
                _ -> {},
                InstantSource.system());
    }
}
