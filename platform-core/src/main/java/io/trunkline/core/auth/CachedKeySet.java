package io.trunkline.core.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys at one address, as of five minutes ago at most while the endpoint answers, and of a day ago while it does
 * not. One fetch at a time; whoever has older keys goes on with them instead of waiting.
 *
 * <p>Nimbus has such a cache, but its one rate limit counts refreshes by age and by unknown key alike: strangers, who
 * choose key ids, could use it up and leave everyone without keys at the moment when the known ones grow old. Here the
 * two are counted apart.
 */
final class CachedKeySet {
    private static final Logger LOG = LoggerFactory.getLogger(CachedKeySet.class);
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration USABLE = Duration.ofHours(24);
    private static final Duration BETWEEN_UNKNOWN = Duration.ofSeconds(30);
    private static final Duration RETRY_STALE = Duration.ofSeconds(30);
    private static final Duration RETRY_NOTHING = Duration.ofSeconds(5);

    private record Snapshot(JWKSet keys, Instant fetchedAt) {}

    private final URI address;
    private final JwksEndpoint endpoint;
    private final InstantSource clock;
    private final ReentrantLock fetching = new ReentrantLock();
    private volatile Optional<Snapshot> current = Optional.empty();
    private volatile Instant retryAt = Instant.MIN;
    private volatile Instant unknownAllowedAt = Instant.MIN;

    CachedKeySet(URI address, JwksEndpoint endpoint, InstantSource clock) {
        this.address = address;
        this.endpoint = endpoint;
        this.clock = clock;
    }

    List<JWK> find(JWKMatcher matcher) {
        JWKSelector selector = new JWKSelector(matcher);
        JWKSet known = usable();
        List<JWK> found = selector.select(known);
        return found.isEmpty() ? selector.select(afterUnknown(known)) : found;
    }

    private JWKSet usable() {
        Optional<Snapshot> seen = current;
        if (isWithin(seen, FRESH)) {
            return seen.orElseThrow().keys();
        }
        if (isWithin(seen, USABLE)) {
            if (!clock.instant().isBefore(retryAt) && fetching.tryLock()) {
                try {
                    fetch(RETRY_STALE);
                } finally {
                    fetching.unlock();
                }
            }
        } else {
            fetching.lock();
            try {
                if (!isWithin(current, USABLE) && !clock.instant().isBefore(retryAt)) {
                    fetch(RETRY_NOTHING);
                }
            } finally {
                fetching.unlock();
            }
        }
        return current.filter(snapshot -> isWithin(current, USABLE))
                .map(Snapshot::keys)
                .orElseThrow(() -> new KeysUnavailableException(address));
    }

    /** What is known after one more fetch, or {@code known} where it is too early for one. */
    private JWKSet afterUnknown(JWKSet known) {
        if (clock.instant().isBefore(unknownAllowedAt) && !fetching.isLocked()) {
            return current.map(Snapshot::keys).orElse(known);
        }
        fetching.lock();
        try {
            boolean fetchedMeanwhile =
                    current.map(snapshot -> !snapshot.keys().equals(known)).orElse(false);
            if (!fetchedMeanwhile && !clock.instant().isBefore(unknownAllowedAt)) {
                unknownAllowedAt = clock.instant().plus(BETWEEN_UNKNOWN);
                fetch(RETRY_STALE);
            }
            return current.map(Snapshot::keys).orElse(known);
        } finally {
            fetching.unlock();
        }
    }

    private void fetch(Duration patience) {
        try {
            current = Optional.of(new Snapshot(endpoint.fetch(address), clock.instant()));
        } catch (IOException e) {
            retryAt = clock.instant().plus(patience);
            LOG.warn("no keys address={} cause={}", address, e.getMessage());
        }
    }

    private boolean isWithin(Optional<Snapshot> snapshot, Duration age) {
        return snapshot.map(s -> clock.instant().isBefore(s.fetchedAt().plus(age)))
                .orElse(false);
    }
}
