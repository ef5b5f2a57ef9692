package io.trunkline.core.auth;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The key sets of issuers, one an address. */
final class KeySets {
    private final InstantSource clock;
    private final JwksEndpoint endpoint = new JwksEndpoint();
    private final Map<URI, CachedKeySet> sets = new ConcurrentHashMap<>();

    KeySets(InstantSource clock) {
        this.clock = clock;
    }

    /** The keys that {@code matcher} wants; throws {@link KeysUnavailableException} where no keys can be had at all. */
    List<JWK> find(URI address, JWKMatcher matcher) {
        return sets.computeIfAbsent(address, uri -> new CachedKeySet(uri, endpoint, clock))
                .find(matcher);
    }
}
