package io.trunkline.local.route;

import io.trunkline.local.event.HandshakeRequest;
import java.util.List;

/**
 * A Lambda authorizer of type REQUEST, as it stands on the $connect route.
 *
 * @param identitySources what a request must carry for the function to be asked at all; none is fine
 */
public record Authorizer(Invoker invoker, List<IdentitySource> identitySources) {
    public Authorizer {
        identitySources = List.copyOf(identitySources);
    }

    /** An authorizer that is asked about every request. */
    public Authorizer(Invoker invoker) {
        this(invoker, List.of());
    }

    /** Whether every identity source has a value; API Gateway answers 401 by itself where one has none. */
    public boolean hasIdentity(HandshakeRequest request) {
        return identitySources.stream().allMatch(source -> source.isIn(request));
    }
}
