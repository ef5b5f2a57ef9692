package io.trunkline.local.ws;

import io.trunkline.local.event.ApiIdentity;
import io.trunkline.local.route.Authorizer;
import io.trunkline.local.route.Routes;
import java.util.Optional;

/** One WebSocket API as it is to be served. */
public record WebSocketApi(
        ApiIdentity identity,
        Listening listening,
        Routes routes,
        Optional<Authorizer> authorizer,
        Limits limits,
        Bounds bounds) {
    /** An API with the limits of AWS. */
    public static WebSocketApi of(
            ApiIdentity identity, Listening listening, Routes routes, Optional<Authorizer> authorizer) {
        return new WebSocketApi(identity, listening, routes, authorizer, Limits.AWS, Bounds.DEFAULT);
    }
}
