package io.trunkline.core.app;

import java.util.Optional;
import java.util.Set;

/**
 * An issuer whose tokens an app accepts.
 *
 * @param issuer compared with {@code iss} as it stands; empty for tokens that name none, which only a shared secret can
 *     vouch for and only a door or the query leads to
 * @param audiences one of them must be in {@code aud}; empty only for issuers that send none
 * @param algorithm the only one accepted, whatever a token's header says
 */
public record IssuerTrust(
        Optional<String> issuer, Set<String> audiences, TokenAlgorithm algorithm, KeySource keys, ClaimMapping claims)
        implements TokenTrust {
    /** Longest issuer and audience, in characters. */
    public static final int MAX_NAME_LENGTH = 512;

    public IssuerTrust {
        audiences = Set.copyOf(audiences);
    }

    @Override
    public Optional<String> namedIssuer() {
        return issuer;
    }
}
