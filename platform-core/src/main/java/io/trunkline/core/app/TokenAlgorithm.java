package io.trunkline.core.app;

/** The signature algorithms that an issuer can be pinned to. */
public enum TokenAlgorithm {
    RS256,
    ES256,
    /** Ed25519. */
    EDDSA,
    /** A secret shared with the tenant; see {@link KeySource.SharedSecret}. */
    HS256
}
