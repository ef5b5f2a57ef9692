package io.trunkline.core.auth;

import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.Tenant;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.MalformedKeyException;
import java.util.List;
import java.util.Optional;

/**
 * Which app a client is: by the door it came through, else by what it names in the query, else by an audience or issuer
 * that is registered to one app only. What this finds decides only whose keys the token is held against.
 */
final class AppResolver {
    /** Each audience of a token that nobody has verified may cost a read, so only so many are looked up. */
    private static final int MAX_AUDIENCES = 5;

    /** An app with its tenant, and the door that led to it. */
    record Resolved(Tenant tenant, App app, Optional<Door> door) {}

    private final AppRegistry registry;

    AppResolver(AppRegistry registry) {
        this.registry = registry;
    }

    /**
     * The app, or empty where none is found.
     *
     * @param issuer of the token, not verified yet
     * @param audiences of the token, not verified yet
     */
    Optional<Resolved> resolve(Handshake handshake, String issuer, List<String> audiences) {
        Optional<Door> door = registry.door(handshake.host()).or(() -> registry.door(handshake.apiId()));
        if (door.isPresent()) {
            return registered(door.get().app(), door);
        }
        Optional<String> named = handshake.queryParameter("app");
        if (named.isPresent()) {
            return parse(named.get()).flatMap(key -> registered(key, Optional.empty()));
        }
        Optional<AppKey> byAudience = audiences.stream()
                .limit(MAX_AUDIENCES)
                .flatMap(audience -> registry.appOfAudience(issuer, audience).stream())
                .findFirst();
        return byAudience.or(() -> registry.appOfIssuer(issuer)).flatMap(key -> registered(key, Optional.empty()));
    }

    private Optional<Resolved> registered(AppKey key, Optional<Door> door) {
        return registry.tenant(key.tenant())
                .flatMap(tenant -> tenant.app(key.app()).map(app -> new Resolved(tenant, app, door)));
    }

    private static Optional<AppKey> parse(String text) {
        try {
            return Optional.of(AppKey.parse(text));
        } catch (MalformedKeyException e) {
            return Optional.empty();
        }
    }
}
