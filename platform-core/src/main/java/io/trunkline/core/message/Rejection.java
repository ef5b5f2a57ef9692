package io.trunkline.core.message;

import java.time.Duration;
import java.util.Optional;

/**
 * Why something was not done.
 *
 * @param message one sentence for the client: no internal name, nothing of another tenant
 * @param retryAfter when a repeat may succeed, where that is known; longer than zero
 */
public record Rejection(RejectionCode code, String message, Optional<Duration> retryAfter) {
    public Rejection(RejectionCode code, String message) {
        this(code, message, Optional.empty());
    }

    /** The rejection in the catalogue's own words. */
    public static Rejection of(RejectionCode code) {
        return new Rejection(code, code.message());
    }

    /** The same, to be repeated after {@code retryAfter} at the earliest. */
    public static Rejection of(RejectionCode code, Duration retryAfter) {
        return new Rejection(code, code.message(), Optional.of(retryAfter));
    }
}
