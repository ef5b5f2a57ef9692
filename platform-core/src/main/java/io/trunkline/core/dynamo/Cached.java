package io.trunkline.core.dynamo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values by key, loaded when they are asked for and kept for a while. Where the store fails, what was loaded last
 * serves on for some minutes; where nothing was, the failure is the caller's. One load a key at a time.
 */
final class Cached<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Cached.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration FRESH_NOTHING = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofMinutes(10);

    /** Most keys kept; what strangers ask for must not fill the memory. */
    private static final int MAX_KEYS = 10_000;

    private record Entry<V>(Optional<V> value, Instant loadedAt) {}

    private final String what;
    private final Function<K, Optional<V>> load;
    private final InstantSource clock;
    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();

    Cached(String what, Function<K, Optional<V>> load, InstantSource clock) {
        this.what = what;
        this.load = load;
        this.clock = clock;
    }

    Optional<V> get(K key) {
        Entry<V> entry = entries.get(key);
        if (entry != null && isFresh(entry)) {
            return entry.value();
        }
        if (entries.size() >= MAX_KEYS) {
            entries.clear();
        }
        return entries.compute(
                        key, (same, old) -> old != null && isFresh(old) ? old : reload(same, Optional.ofNullable(old)))
                .value();
    }

    private boolean isFresh(Entry<V> entry) {
        Duration fresh = entry.value().isPresent() ? FRESH : FRESH_NOTHING;
        return clock.instant().isBefore(entry.loadedAt().plus(fresh));
    }

    private Entry<V> reload(K key, Optional<Entry<V>> old) {
        try {
            return new Entry<>(load.apply(key), clock.instant());
        } catch (RuntimeException e) {
            if (old.isPresent() && clock.instant().isBefore(old.get().loadedAt().plus(STALE))) {
                LOG.warn("the {} could not be read; the last one serves on", what, e);
                return old.get();
            }
            throw e;
        }
    }
}
