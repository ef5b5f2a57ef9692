package io.trunkline.local.connections;

/** What a request's signature is worth. */
public enum SignatureVerdict {
    VALID,
    /** No Authorization header, or one of another scheme. */
    UNSIGNED,
    /** The Authorization header cannot be read, or leaves out what must be signed. */
    INCOMPLETE,
    /** Signed too long ago, or for the future. */
    EXPIRED,
    /** Signed for another Region or service. */
    WRONG_SCOPE,
    /** An access key or session token that nobody has. */
    UNKNOWN_KEY,
    /** The signature does not fit the request. */
    MISMATCH
}
