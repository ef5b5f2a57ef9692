package io.trunkline.core.idempotency;

import java.time.Instant;

/** What became of asking for a key. */
public sealed interface ClaimOutcome {
    /** Nobody has done it, and nobody but the asker may now. */
    record Claimed(Claim claim) implements ClaimOutcome {}

    /** It was done, with this outcome. */
    record Done(String outcome) implements ClaimOutcome {}

    /** Somebody is at it, and may be until the lease ends. */
    record InProgress(Instant leaseUntil) implements ClaimOutcome {}

    /** The key stands for something else. */
    record Conflict() implements ClaimOutcome {}
}
