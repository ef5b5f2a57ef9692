package io.trunkline.core.publish;

import io.trunkline.core.delivery.Deadline;
import io.trunkline.core.delivery.Sleeper;
import io.trunkline.core.idempotency.Claim;
import io.trunkline.core.idempotency.ClaimLostException;
import io.trunkline.core.idempotency.ClaimOutcome;
import io.trunkline.core.idempotency.ClaimStore;
import io.trunkline.core.idempotency.IdempotencyKey;
import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import io.trunkline.core.message.ServerEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes once what is asked for several times under one key: the first of them does it, the others get its outcome.
 * A refusal is no outcome: nothing was done, and the key is free again. Safe for use by several threads.
 */
public final class OnlyOnce {
    private static final Logger LOG = LoggerFactory.getLogger(OnlyOnce.class);

    /** By how much two environments' clocks may differ; a lease outlives its owner's deadline by it. */
    private static final Duration SKEW = Duration.ofSeconds(2);

    /** How long a second request waits for the first one's outcome, in ever longer steps. */
    private static final List<Duration> WAITS =
            List.of(100, 200, 400, 800, 1_500).stream().map(Duration::ofMillis).toList();

    /** What a second request is told to wait that has waited in vain. */
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);

    private final ClaimStore claims;
    private final EventIds owners;
    private final Sleeper sleeper;
    private final InstantSource clock;

    /** @param owners makes the names of those who claim; they never meet */
    public OnlyOnce(ClaimStore claims, EventIds owners, Sleeper sleeper, InstantSource clock) {
        this.claims = claims;
        this.owners = owners;
        this.sleeper = sleeper;
        this.clock = clock;
    }

    /**
     * Does {@code work} for the first who asks under {@code key}. Where an earlier request ended without an outcome,
     * {@code work} gets that one's claim, and goes on with its event id and time.
     *
     * @param event what the event would be
     * @param rooms all that it is to go to
     */
    PublishOutcome publish(
            IdempotencyKey key,
            ServerEvent.Published event,
            List<String> rooms,
            Deadline deadline,
            Function<Claim, PublishOutcome> work) {
        ClaimStore.Request request = new ClaimStore.Request(
                key,
                fingerprint(event, rooms),
                owners.next(),
                event.id(),
                event.at(),
                deadline.at().plus(SKEW));
        for (int asked = 0; ; asked++) {
            Instant now = clock.instant();
            switch (claims.claim(request, now)) {
                case ClaimOutcome.Claimed(var claim) -> {
                    return done(claim, work);
                }
                case ClaimOutcome.Done(var outcome) -> {
                    return PublishedJson.read(outcome);
                }
                case ClaimOutcome.Conflict() -> {
                    return new PublishOutcome.Refused(Rejection.of(RejectionCode.IDEMPOTENCY_CONFLICT));
                }
                case ClaimOutcome.InProgress(var leaseUntil) -> {
                    if (asked == WAITS.size() || deadline.remaining().compareTo(WAITS.get(asked)) <= 0) {
                        return new PublishOutcome.Refused(inProgress(Duration.between(now, leaseUntil)));
                    }
                    pause(WAITS.get(asked));
                }
            }
        }
    }

    private PublishOutcome done(Claim claim, Function<Claim, PublishOutcome> work) {
        PublishOutcome outcome;
        try {
            outcome = work.apply(claim);
        } catch (ClaimLostException e) {
            LOG.warn(
                    "a request outlived its claim tenant={} event={}",
                    claim.key().tenant(),
                    claim.eventId());
            return new PublishOutcome.Refused(inProgress(ASK_AGAIN));
        } catch (RuntimeException e) {
            release(claim);
            throw e;
        }
        switch (outcome) {
            case PublishOutcome.Published published -> keep(claim, published);
            case PublishOutcome.Refused _ -> release(claim);
        }
        return outcome;
    }

    private void keep(Claim claim, PublishOutcome.Published published) {
        try {
            claims.complete(claim, PublishedJson.write(published), clock.instant());
        } catch (RuntimeException e) {
            // it was published: a repeat would deliver it again, under the same id and the same positions
            LOG.error(
                    "an outcome could not be kept tenant={} event={}",
                    claim.key().tenant(),
                    claim.eventId(),
                    e);
        }
    }

    private void release(Claim claim) {
        try {
            claims.release(claim);
        } catch (RuntimeException e) {
            // then the next one waits for the end of the lease
            LOG.warn(
                    "a claim could not be released tenant={} event={}",
                    claim.key().tenant(),
                    claim.eventId(),
                    e);
        }
    }

    private static Rejection inProgress(Duration left) {
        boolean soon = left.isPositive() && left.compareTo(ASK_AGAIN) < 0;
        return Rejection.of(RejectionCode.IN_PROGRESS, soon ? left.plusMillis(1) : ASK_AGAIN);
    }

    private void pause(Duration duration) {
        try {
            sleeper.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while another request was under way", e);
        }
    }

    /** SHA-256 over what is published and where, each part behind its length; not over ids and times. */
    private static String fingerprint(ServerEvent.Published event, List<String> rooms) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            add(digest, event.event());
            add(digest, event.data().toString());
            rooms.forEach(room -> add(digest, room));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private static void add(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
