package io.trunkline.core.app;

import java.util.Optional;
import java.util.Set;

/**
 * An issuer whose tokens open the HTTP API to a tenant's backends. No app accepts a token for one of its audiences.
 *
 * @param audiences at least one; one of them must be in {@code aud}
 * @param service name of the claim that says which service it is
 * @param scopes name of the claim that lists what it may do, {@code trunkline:publish} and the like
 */
public record ServiceTrust(
        String issuer, Set<String> audiences, TokenAlgorithm algorithm, KeySource keys, String service, String scopes)
        implements TokenTrust {
    public ServiceTrust {
        audiences = Set.copyOf(audiences);
        if (audiences.isEmpty()) {
            throw new IllegalArgumentException("a service's issuer needs an audience");
        }
    }

    @Override
    public Optional<String> namedIssuer() {
        return Optional.of(issuer);
    }
}
