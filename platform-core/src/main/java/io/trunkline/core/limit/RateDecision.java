package io.trunkline.core.limit;

import io.trunkline.core.message.Rejection;
import io.trunkline.core.message.RejectionCode;
import java.time.Duration;
import java.util.Optional;

/** Whether there may be more. */
public sealed interface RateDecision {
    /** It is counted. */
    record Admitted() implements RateDecision {}

    /**
     * It is not counted.
     *
     * @param retryAfter longer than zero
     */
    record Refused(RateLimit limit, Duration retryAfter) implements RateDecision {
        /** What a client is told. */
        public Rejection rejection() {
            return new Rejection(
                    RejectionCode.RATE_LIMITED, "More than " + limit.words() + ".", Optional.of(retryAfter));
        }
    }
}
