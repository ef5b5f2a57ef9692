package io.trunkline.core.revocation;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.Principal;
import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * An environment's copy of the lists, never older than {@link #FRESH}: whoever asks later makes it read what was added
 * since. So a revocation holds everywhere once that time has passed since it was written, and a receipt that waits for
 * it is true. Where the list cannot be read nobody passes: the fault is thrown, and an older copy does not serve on.
 *
 * <p>About 300 bytes a revocation in memory, so tens of thousands are no burden. Safe for use by several threads.
 */
public final class Revocations {
    /** How old a copy may be when somebody is let through by it. */
    public static final Duration FRESH = Duration.ofSeconds(2);

    /**
     * How far a reading goes back behind the one before: what writers' clocks may differ by, and what a write may take.
     */
    private static final Duration OVERLAP = Duration.ofSeconds(60);

    /** How often what has ended is forgotten. */
    private static final Duration TIDY = Duration.ofMinutes(1);

    private static final class Copy {
        final Map<RevokedSubject, Set<Revocation>> bySubject = new ConcurrentHashMap<>();
        Optional<Instant> readAt = Optional.empty();
        Instant tidiedAt = Instant.EPOCH;
    }

    private final RevocationStore store;
    private final InstantSource clock;
    private final Map<TenantId, Copy> copies = new ConcurrentHashMap<>();

    public Revocations(RevocationStore store, InstantSource clock) {
        this.store = store;
        this.clock = clock;
    }

    /**
     * What keeps a principal from acting, if anything does; no request while the copy is fresh, else one query.
     *
     * @param connection where it has one yet
     */
    public Optional<Revocation> of(Principal principal, Optional<ConnectionId> connection) {
        TenantId tenant = principal.identity().tenant();
        Copy copy = copies.computeIfAbsent(tenant, _ -> new Copy());
        synchronized (copy) {
            Instant now = clock.instant();
            if (copy.readAt.isEmpty() || !now.isBefore(copy.readAt.get().plus(FRESH))) {
                read(tenant, copy, now);
            }
            return RevokedSubject.of(principal, connection).stream()
                    .flatMap(subject -> copy.bySubject.getOrDefault(subject, Set.of()).stream())
                    .filter(revocation -> revocation.holdsAt(now) && revocation.meansTokenOf(principal))
                    .findFirst();
        }
    }

    /** @param now before the reading begins: what is written while it runs may not be in it */
    private void read(TenantId tenant, Copy copy, Instant now) {
        Instant from = copy.readAt.map(at -> at.minus(OVERLAP)).orElse(Instant.EPOCH);
        for (Revocation revocation : store.read(tenant, from, now)) {
            copy.bySubject
                    .computeIfAbsent(revocation.subject(), _ -> ConcurrentHashMap.newKeySet(1))
                    .add(revocation);
        }
        copy.readAt = Optional.of(now);
        if (!now.isBefore(copy.tidiedAt.plus(TIDY))) {
            copy.bySubject.values().forEach(set -> set.removeIf(revocation -> !revocation.holdsAt(now)));
            copy.bySubject.values().removeIf(Set::isEmpty);
            copy.tidiedAt = now;
        }
    }
}
