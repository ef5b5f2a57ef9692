package io.trunkline.core.testing;

import io.trunkline.core.app.Standing;
import io.trunkline.core.policy.GrantPage;
import io.trunkline.core.policy.GrantStore;
import io.trunkline.routing.key.RoomKey;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Grants in memory. */
public final class InMemoryGrantStore implements GrantStore {
    private record Key(RoomKey room, Standing standing) {}

    private final Set<Key> grants = new HashSet<>();
    private int reads;

    /** How often a grant was looked up. */
    public synchronized int reads() {
        return reads;
    }

    @Override
    public synchronized boolean isGranted(RoomKey room, Collection<? extends Standing> standings) {
        reads++;
        return standings.stream().anyMatch(standing -> grants.contains(new Key(room, standing)));
    }

    @Override
    public synchronized void grant(RoomKey room, Standing standing) {
        grants.add(new Key(room, standing));
    }

    @Override
    public synchronized void revoke(RoomKey room, Standing standing) {
        grants.remove(new Key(room, standing));
    }

    @Override
    public synchronized GrantPage page(RoomKey room, Optional<String> after, int limit) {
        List<Standing> rest = grants.stream()
                .filter(key -> key.room().equals(room))
                .map(Key::standing)
                .sorted(Comparator.comparing(InMemoryGrantStore::cursor))
                .filter(standing ->
                        after.map(last -> cursor(standing).compareTo(last) > 0).orElse(true))
                .toList();
        List<Standing> page = rest.stream().limit(limit).toList();
        return new GrantPage(page, rest.size() > limit ? Optional.of(cursor(page.getLast())) : Optional.empty());
    }

    private static String cursor(Standing standing) {
        return HexFormat.of().formatHex(standing.toString().getBytes(StandardCharsets.UTF_8));
    }
}
