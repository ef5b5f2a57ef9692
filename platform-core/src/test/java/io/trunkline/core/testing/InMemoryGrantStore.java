package io.trunkline.core.testing;

import io.trunkline.core.policy.GrantStore;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.util.HashSet;
import java.util.Set;

/** Grants in memory. */
public final class InMemoryGrantStore implements GrantStore {
    private record Key(RoomKey room, EntityRef entity) {}

    private final Set<Key> grants = new HashSet<>();
    private int reads;

    /** How often a grant was looked up. */
    public synchronized int reads() {
        return reads;
    }

    @Override
    public synchronized boolean isGranted(RoomKey room, EntityRef entity) {
        reads++;
        return grants.contains(new Key(room, entity));
    }

    @Override
    public synchronized void grant(RoomKey room, EntityRef entity) {
        grants.add(new Key(room, entity));
    }

    @Override
    public synchronized void revoke(RoomKey room, EntityRef entity) {
        grants.remove(new Key(room, entity));
    }
}
