package io.trunkline.core.dynamo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Values by key, loaded when they are asked for and kept for a while. Where the store fails, what was loaded last
 * serves on for some minutes; where nothing was, the failure is the caller's. One load a key at a time: whoever asks
 * meanwhile waits for that load and shares its outcome, so that a store which hangs is not waited for one by one.
 */
final class Cached<K, V> {
    private static final Logger LOG = LoggerFactory.getLogger(Cached.class);
    private static final Duration FRESH = Duration.ofSeconds(30);
    private static final Duration FRESH_NOTHING = Duration.ofSeconds(5);
    private static final Duration STALE = Duration.ofMinutes(10);

    /** Between two tries of a store that fails while an older value serves on. */
    private static final Duration NEXT_TRY = Duration.ofSeconds(5);

    /** Most keys kept; what strangers ask for must not fill the memory. */
    static final int MAX_KEYS = 10_000;

    private record Entry<V>(Optional<V> value, Instant loadedAt, Instant freshUntil) {}

    private final String what;
    private final Function<K, Optional<V>> load;
    private final InstantSource clock;
    private final Duration stale;
    private final Map<K, Entry<V>> entries = new ConcurrentHashMap<>();
    private final Map<K, CompletableFuture<Entry<V>>> loads = new ConcurrentHashMap<>();

    Cached(String what, Function<K, Optional<V>> load, InstantSource clock) {
        this(what, load, clock, STALE);
    }

    /** @param stale how long a value serves on while the store fails */
    Cached(String what, Function<K, Optional<V>> load, InstantSource clock, Duration stale) {
        this.what = what;
        this.load = load;
        this.clock = clock;
        this.stale = stale;
    }

    Optional<V> get(K key) {
        Optional<Entry<V>> fresh = fresh(key);
        if (fresh.isPresent()) {
            return fresh.get().value();
        }
        CompletableFuture<Entry<V>> mine = new CompletableFuture<>();
        CompletableFuture<Entry<V>> running = loads.putIfAbsent(key, mine);
        if (running != null) {
            return outcome(running).value();
        }
        try {
            // the load before may have ended between the look above and here
            mine.complete(fresh(key).orElseGet(() -> reload(key)));
        } catch (RuntimeException e) {
            mine.completeExceptionally(e);
        } finally {
            loads.remove(key, mine);
            // an error went past the catch: nobody may wait for ever
            mine.cancel(false);
        }
        return outcome(mine).value();
    }

    private Optional<Entry<V>> fresh(K key) {
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> clock.instant().isBefore(entry.freshUntil()));
    }

    private static <V> Entry<V> outcome(CompletableFuture<Entry<V>> load) {
        try {
            return load.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private Entry<V> reload(K key) {
        Entry<V> entry;
        try {
            Optional<V> value = load.apply(key);
            Instant now = clock.instant();
            entry = new Entry<>(value, now, now.plus(value.isPresent() ? FRESH : FRESH_NOTHING));
        } catch (RuntimeException e) {
            entry = older(key).orElseThrow(() -> e);
            LOG.warn("the {} could not be read; the last one serves on", what, e);
        }
        makeRoom();
        entries.put(key, entry);
        return entry;
    }

    /** What serves on when the store fails. That nothing was there does not: it may have come since. */
    private Optional<Entry<V>> older(K key) {
        Instant now = clock.instant();
        return Optional.ofNullable(entries.get(key))
                .filter(entry -> entry.value().isPresent())
                .filter(entry -> now.isBefore(entry.loadedAt().plus(stale)))
                .map(entry -> new Entry<>(entry.value(), entry.loadedAt(), now.plus(NEXT_TRY)));
    }

    private void makeRoom() {
        if (entries.size() >= MAX_KEYS) {
            // what strangers make up is never there, so those go first
            entries.values().removeIf(entry -> entry.value().isEmpty());
        }
        if (entries.size() >= MAX_KEYS) {
            entries.clear();
        }
    }
}
