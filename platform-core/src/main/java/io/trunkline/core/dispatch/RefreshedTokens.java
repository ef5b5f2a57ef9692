package io.trunkline.core.dispatch;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.connection.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The principals of connections as their rows have them, for those whose first token has expired. One that was read is
 * kept until its token expires, as a refresh only puts that off; an expired one for seconds.
 */
final class RefreshedTokens {
    private static final Duration AGAIN_AFTER = Duration.ofSeconds(5);
    private static final int MOST = 10_000;

    private record Entry(Optional<Principal> principal, Instant until) {}

    private final ConnectionStore connections;
    private final InstantSource clock;
    private final Map<ConnectionId, Entry> entries = new ConcurrentHashMap<>();

    RefreshedTokens(ConnectionStore connections, InstantSource clock) {
        this.connections = connections;
        this.clock = clock;
    }

    /** One read at most; the principal may have expired. */
    Optional<Principal> of(ConnectionId id) {
        Instant now = clock.instant();
        Entry known = entries.get(id);
        if (known != null && now.isBefore(known.until())) {
            return known.principal();
        }
        Optional<Principal> principal = connections.find(id, now).map(Connection::principal);
        keep(id, principal, now);
        return principal;
    }

    void put(ConnectionId id, Principal principal) {
        keep(id, Optional.of(principal), clock.instant());
    }

    private void keep(ConnectionId id, Optional<Principal> principal, Instant now) {
        if (entries.size() >= MOST) {
            entries.clear();
        }
        Instant again = now.plus(AGAIN_AFTER);
        entries.put(
                id,
                new Entry(
                        principal,
                        principal
                                .map(Principal::expiresAt)
                                .filter(again::isBefore)
                                .orElse(again)));
    }
}
