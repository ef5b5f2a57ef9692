package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.delivery.Tally.Ending;
import io.trunkline.core.subscription.Subscription;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings an event's frames to one connection, one after the other: tries, waits, tries again, and prunes it where it is
 * gone. Tries never overlap. It holds a post permit during a try only, so that a slow reader's waits cost the others
 * nothing.
 */
final class ConnectionPost implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionPost.class);

    /** What follows from the outcome of a try. */
    private sealed interface Verdict {
        record Settled(Ending ending, boolean prune) implements Verdict {}

        /** @param otherwise how the connection ends where no other try fits in */
        record Again(Duration delay, Ending otherwise) implements Verdict {}
    }

    private final FanOutShared shared;
    private final RunState run;
    private final Subscription subscription;
    private final List<ByteBuffer> frames;
    private final Duration window;
    private final boolean last;
    private boolean triedWhileYoung;

    /**
     * Must be run with one permit of {@code run.waiting()} and, where {@code window} is zero, one of
     * {@code shared.posts()}, which it gives back.
     *
     * @param frames at least one; one where {@code window} is longer than zero
     * @param window how long the event waits for others to share a frame with
     * @param last whether the connection is taken out of the room once it has the event
     */
    ConnectionPost(
            FanOutShared shared,
            RunState run,
            Subscription subscription,
            List<ByteBuffer> frames,
            Duration window,
            boolean last) {
        this.last = last;
        this.window = window;
        this.shared = shared;
        this.run = run;
        this.subscription = subscription;
        this.frames = frames;
    }

    @Override
    public void run() {
        boolean prune = false;
        boolean leaves = false;
        try {
            Verdict.Settled settled = window.isPositive() ? postTogether() : postAll(frames);
            run.end(subscription, settled.ending());
            prune = settled.prune();
            leaves = last && settled.ending() == Ending.DELIVERED;
        } catch (InterruptedException e) {
            // the delivery was cut off; what has not ended is counted there
            Thread.currentThread().interrupt();
        } finally {
            run.waiting().release();
        }
        if (prune) {
            prune();
        }
        if (leaves) {
            leave();
        }
    }

    /** What cannot be done now is left to the subscription's own end. */
    private void leave() {
        try {
            shared.cleanup().expel(connection(), subscription.room(), run.now());
        } catch (RuntimeException e) {
            LOG.warn("had its last event and is in the room still connection={}", connection(), e);
        }
    }

    private Verdict.Settled postTogether() throws InterruptedException {
        Coalescer.Place place = shared.coalescer().join(connection(), frames.getFirst());
        if (!place.leads()) {
            // only the one that leads prunes
            return new Verdict.Settled(awaited(place.shared()), false);
        }
        Verdict.Settled settled = new Verdict.Settled(Ending.BROKEN, false);
        try {
            if (run.startable().compareTo(window) > 0) {
                shared.sleeper().sleep(window);
            }
            if (place.shared().before().isPresent()) {
                awaited(place.shared().before().get());
            }
            List<ByteBuffer> together = FrameTogether.of(
                    shared.dialects(),
                    subscription.dialect(),
                    shared.coalescer().close(place.shared()));
            if (acquire()) {
                settled = postAll(together);
            }
        } finally {
            shared.coalescer().settle(connection(), place.shared(), settled.ending());
        }
        return settled;
    }

    /** How a frame that another posts has ended; not known by the deadline counts as broken. */
    private Ending awaited(Coalescer.Shared frame) throws InterruptedException {
        try {
            return frame.outcome().get(Math.max(0, run.deadline().remaining().toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | ExecutionException e) {
            return Ending.BROKEN;
        }
    }

    private Verdict.Settled postAll(List<ByteBuffer> frames) throws InterruptedException {
        Verdict.Settled settled = postUntilSettled(frames.getFirst());
        for (ByteBuffer frame : frames.subList(1, frames.size())) {
            if (settled.ending() != Ending.DELIVERED) {
                break;
            }
            settled = acquire() ? postUntilSettled(frame) : new Verdict.Settled(Ending.BROKEN, false);
        }
        return settled;
    }

    private Verdict.Settled postUntilSettled(ByteBuffer frame) throws InterruptedException {
        for (int tries = 1; ; tries++) {
            PostOutcome outcome;
            try {
                outcome = post(frame);
            } finally {
                shared.posts().release();
            }
            switch (judge(outcome, tries)) {
                case Verdict.Settled settled -> {
                    return settled;
                }
                case Verdict.Again(Duration delay, Ending otherwise) -> {
                    if (!readyAfter(delay)) {
                        return new Verdict.Settled(otherwise, false);
                    }
                }
            }
        }
    }

    private PostOutcome post(ByteBuffer frame) {
        GatewayEndpoint endpoint = subscription.endpoint();
        Duration timeout =
                shorter(shared.options().postTimeout(), run.deadline().remaining());
        Instant begun = run.now();
        PostOutcome outcome;
        try {
            outcome = shared.gateway()
                    .post(
                            endpoint,
                            subscription.connectionId(),
                            frame.asReadOnlyBuffer(),
                            timeout.isPositive() ? timeout : Duration.ofMillis(1));
        } catch (RuntimeException e) {
            if (run.tally().keepReason(e.toString())) {
                LOG.error("a post broke endpoint={}", endpoint, e);
            }
            outcome = new PostOutcome.Failed(e.toString(), false);
        }
        if (!(outcome instanceof PostOutcome.Failed)) {
            run.patience().answered(endpoint);
        } else if (Duration.between(begun, run.now()).multipliedBy(10).compareTo(timeout.multipliedBy(9)) >= 0) {
            run.patience().timedOut(endpoint);
        }
        return outcome;
    }

    private Verdict judge(PostOutcome outcome, int tries) {
        return switch (outcome) {
            case PostOutcome.Delivered _ -> new Verdict.Settled(Ending.DELIVERED, false);
            case PostOutcome.Gone _ -> gone(tries);
            case PostOutcome.Throttled _ -> again(tries, Ending.THROTTLED);
            case PostOutcome.TooLarge _ -> failed(tries, "the gateway finds the frame too large", false);
            case PostOutcome.Failed(String reason, boolean retryable) -> failed(tries, reason, retryable);
        };
    }

    private Verdict gone(int tries) {
        Instant connectedAt = ConnectionLifetime.connectedAt(subscription.expiresAt());
        boolean young = run.now().isBefore(connectedAt.plus(shared.options().youth()));
        if (!young) {
            return new Verdict.Settled(Ending.GONE, true);
        }
        if (triedWhileYoung || tries >= shared.options().maxTries()) {
            // left to a later post or a sweep: its $connect may still be running
            return new Verdict.Settled(Ending.GONE, false);
        }
        triedWhileYoung = true;
        return new Verdict.Again(shared.options().youngRetryDelay(), Ending.GONE);
    }

    private Verdict again(int tries, Ending otherwise) {
        return tries < shared.options().maxTries()
                ? new Verdict.Again(shared.backoff().after(tries), otherwise)
                : new Verdict.Settled(otherwise, false);
    }

    private Verdict failed(int tries, String reason, boolean retryable) {
        run.tally().keepReason(subscription.endpoint() + ": " + reason);
        LOG.debug("a post to {} failed: {}", connection(), reason);
        if (!retryable) {
            return new Verdict.Settled(Ending.FAILED, false);
        }
        return run.patience().exhausted(subscription.endpoint())
                ? new Verdict.Settled(Ending.BROKEN, false)
                : again(tries, Ending.BROKEN);
    }

    /** Waits, then takes a post permit again; false where deadline or endpoint leave no room for another try. */
    private boolean readyAfter(Duration delay) throws InterruptedException {
        if (run.startable().compareTo(delay) <= 0) {
            return false;
        }
        shared.sleeper().sleep(delay);
        return !run.patience().exhausted(subscription.endpoint()) && acquire();
    }

    private boolean acquire() throws InterruptedException {
        return run.acquire(shared.posts(), subscription.room().room().tenant());
    }

    private void prune() {
        if (!run.pruneBacklog().tryAcquire()) {
            return;
        }
        try {
            if (run.acquire(shared.prunes())) {
                try {
                    shared.cleanup().prune(connection(), subscription.room(), run.now());
                } finally {
                    shared.prunes().release();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.warn("gone, to be pruned by a later post or sweep connection={} cause={}", connection(), e.toString());
        } finally {
            run.pruneBacklog().release();
        }
    }

    private ConnectionId connection() {
        return subscription.connectionId();
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) <= 0 ? a : b;
    }
}
