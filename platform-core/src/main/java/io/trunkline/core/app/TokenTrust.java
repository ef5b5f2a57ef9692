package io.trunkline.core.app;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;

/** What a token is held against, whoever it is of: who signs, for whom, how, and with which keys. */
public sealed interface TokenTrust permits IssuerTrust, ServiceTrust {
    /** Compared with {@code iss} as it stands; empty for tokens that name none. */
    Optional<String> namedIssuer();

    /** One of them must be in {@code aud}; where empty, {@code aud} is not asked for. */
    Set<String> audiences();

    /** The only algorithm accepted, whatever a token's header says. */
    TokenAlgorithm algorithm();

    KeySource keys();

    /** Whether a token of {@code tokenIssuer} for {@code tokenAudiences} is meant for this. */
    default boolean isFor(String tokenIssuer, Collection<String> tokenAudiences) {
        return namedIssuer().filter(tokenIssuer::equals).isPresent()
                && tokenAudiences.stream().anyMatch(audiences()::contains);
    }
}
