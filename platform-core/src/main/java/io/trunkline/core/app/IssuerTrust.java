package io.trunkline.core.app;

import java.util.Set;

/**
 * An issuer whose tokens an app accepts.
 *
 * @param issuer compared with {@code iss} as it stands
 * @param audiences one of them must be in {@code aud}; empty only for issuers that send none
 * @param algorithm the only one accepted, whatever a token's header says
 */
public record IssuerTrust(
        String issuer, Set<String> audiences, TokenAlgorithm algorithm, KeySource keys, ClaimMapping claims)
        implements TokenTrust {
    /** Longest issuer and audience, in characters. */
    public static final int MAX_NAME_LENGTH = 512;

    public IssuerTrust {
        audiences = Set.copyOf(audiences);
    }
}
