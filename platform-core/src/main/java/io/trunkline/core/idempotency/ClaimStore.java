package io.trunkline.core.idempotency;

import java.time.Duration;
import java.time.Instant;

/**
 * Keeps who is at what a key stands for, and its outcome, wherever the requests with that key are handled. A fault of
 * the store is thrown, so that nothing is done twice because nobody could be asked.
 */
public interface ClaimStore {
    /** How long an outcome is kept. */
    Duration KEPT = Duration.ofMinutes(5);

    /**
     * What somebody wants to do under a key.
     *
     * @param fingerprint of all that makes it what it is; another one under the same key is a conflict
     * @param eventId for the event, unless a predecessor drew one
     * @param at for the event, unless a predecessor began it
     */
    record Request(
            IdempotencyKey key, String fingerprint, String owner, String eventId, Instant at, Instant leaseUntil) {}

    /** Claims the key, or says why not. Of any number of askers at once one gets the claim. */
    ClaimOutcome claim(Request request, Instant now);

    /** Keeps the outcome for {@link #KEPT} from now on; nothing happens where the claim was lost. */
    void complete(Claim claim, String outcome, Instant now);

    /** Ends the lease, so that the next asker takes over at once; nothing happens where the claim was lost. */
    void release(Claim claim);
}
