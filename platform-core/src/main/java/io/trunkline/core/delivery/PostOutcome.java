package io.trunkline.core.delivery;

/** What became of one post to one connection. */
public sealed interface PostOutcome {
    record Delivered() implements PostOutcome {}

    /** The gateway no longer holds the connection (410). */
    record Gone() implements PostOutcome {}

    /** The account's rate, or this client's full buffer (429). */
    record Throttled() implements PostOutcome {}

    /** The payload is over the gateway's 128 KB (413); repeating it changes nothing. */
    record TooLarge() implements PostOutcome {}

    /**
     * It may or may not have arrived.
     *
     * @param retryable whether another try makes sense (5xx, time-out) or not (403, a malformed id)
     */
    record Failed(String reason, boolean retryable) implements PostOutcome {}
}
