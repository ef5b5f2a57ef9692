package io.trunkline.core.delivery;

import io.trunkline.routing.key.TenantId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Lets posts out: at most so many in flight, at most so many a second, and tenants in turn. Of two tenants that both
 * have posts waiting, each gets every second one, however many deliveries either has under way; so one tenant's giant
 * room delays another's small one by one post for each of its own.
 *
 * <p>A second's posts are spread evenly, after a burst of a tenth of a second's.
 */
final class PostGate {
    private static final int BURSTS_A_SECOND = 10;

    private final InstantSource clock;
    private final Sleeper sleeper;
    private final Duration interval;
    private final Duration burst;
    private final Map<TenantId, Deque<CountDownLatch>> waiting = new LinkedHashMap<>();
    private int free;
    private Instant nextSlot = Instant.MIN;

    /** @param perSecond posts a second; 0 for no bound */
    PostGate(int inFlight, int perSecond, InstantSource clock, Sleeper sleeper) {
        this.free = inFlight;
        this.clock = clock;
        this.sleeper = sleeper;
        this.interval = perSecond == 0 ? Duration.ZERO : Duration.ofSeconds(1).dividedBy(perSecond);
        this.burst = interval.multipliedBy(Math.max(1, perSecond / BURSTS_A_SECOND));
    }

    /** Waits for the tenant's turn and for the pace; false where {@code patience} ends first. One release each. */
    boolean acquire(TenantId tenant, Duration patience) throws InterruptedException {
        Instant until = clock.instant().plus(patience);
        if (!patience.isPositive() || !permitted(tenant, patience)) {
            return false;
        }
        boolean kept = false;
        try {
            Duration wait = reserveSlot(until);
            if (wait.isNegative()) {
                return false;
            }
            if (wait.isPositive()) {
                sleeper.sleep(wait);
            }
            kept = true;
            return true;
        } finally {
            if (!kept) {
                release();
            }
        }
    }

    private boolean permitted(TenantId tenant, Duration patience) throws InterruptedException {
        CountDownLatch turn = new CountDownLatch(1);
        synchronized (this) {
            if (free > 0 && waiting.isEmpty()) {
                free--;
                return true;
            }
            waiting.computeIfAbsent(tenant, id -> new ArrayDeque<>()).addLast(turn);
        }
        try {
            return turn.await(patience.toNanos(), TimeUnit.NANOSECONDS) || !leave(tenant, turn);
        } catch (InterruptedException e) {
            if (!leave(tenant, turn)) {
                // it came while the wait was being given up
                release();
            }
            throw e;
        }
    }

    /** Takes a wait back; false where its turn came meanwhile. */
    private synchronized boolean leave(TenantId tenant, CountDownLatch turn) {
        Deque<CountDownLatch> line = waiting.getOrDefault(tenant, new ArrayDeque<>());
        boolean left = line.remove(turn);
        if (left && line.isEmpty()) {
            waiting.remove(tenant);
        }
        return left;
    }

    /** How long until the next slot, which is taken; negative, and none is taken, where it is past {@code until}. */
    private synchronized Duration reserveSlot(Instant until) {
        if (interval.isZero()) {
            return Duration.ZERO;
        }
        Instant now = clock.instant();
        Instant earliest = now.minus(burst);
        Instant slot = nextSlot.isAfter(earliest) ? nextSlot : earliest;
        if (slot.isAfter(until)) {
            return Duration.ofSeconds(-1);
        }
        nextSlot = slot.plus(interval);
        Duration wait = Duration.between(now, slot);
        return wait.isNegative() ? Duration.ZERO : wait;
    }

    /** Gives a permit back: to the tenant whose turn it is. */
    synchronized void release() {
        var next = waiting.entrySet().iterator();
        if (!next.hasNext()) {
            free++;
            return;
        }
        Map.Entry<TenantId, Deque<CountDownLatch>> first = next.next();
        TenantId tenant = first.getKey();
        Deque<CountDownLatch> line = first.getValue();
        next.remove();
        CountDownLatch turn = line.removeFirst();
        if (!line.isEmpty()) {
            // behind all others
            waiting.put(tenant, line);
        }
        turn.countDown();
    }
}
