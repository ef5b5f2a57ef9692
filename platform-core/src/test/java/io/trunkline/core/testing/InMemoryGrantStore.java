package io.trunkline.core.testing;

import io.trunkline.core.policy.GrantPage;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.routing.key.EntityRef;
import io.trunkline.routing.key.RoomKey;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
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

    @Override
    public synchronized GrantPage page(RoomKey room, Optional<String> after, int limit) {
        List<EntityRef> rest = grants.stream()
                .filter(key -> key.room().equals(room))
                .map(Key::entity)
                .sorted(Comparator.comparing(InMemoryGrantStore::cursor))
                .filter(entity ->
                        after.map(last -> cursor(entity).compareTo(last) > 0).orElse(true))
                .toList();
        List<EntityRef> page = rest.stream().limit(limit).toList();
        return new GrantPage(page, rest.size() > limit ? Optional.of(cursor(page.getLast())) : Optional.empty());
    }

    private static String cursor(EntityRef entity) {
        return HexFormat.of().formatHex(entity.toString().getBytes(StandardCharsets.UTF_8));
    }
}
