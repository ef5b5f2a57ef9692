package io.trunkline.core.auth;

import io.trunkline.core.app.App;
import io.trunkline.core.app.AppRegistry;
import io.trunkline.core.app.Door;
import io.trunkline.core.app.IssuerTrust;
import io.trunkline.core.app.Tenant;
import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.MalformedKeyException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which app a client is: by the door it came through, else by what it names in the query, else by an audience or issuer
 * that is registered to one app only. What this finds decides only whose keys the token is held against.
 */
final class AppResolver {
    /** Each audience of a token that nobody has verified may cost a read, so only so many are looked up. */
    private static final int MAX_AUDIENCES = 5;

    /** Longest host name of DNS, with a port. */
    private static final int MAX_DOOR = 260;

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
        Optional<Door> door = door(handshake);
        if (door.isPresent()) {
            return registered(door.get().app(), door);
        }
        Optional<String> named = handshake.queryParameter("app");
        if (named.isPresent()) {
            return parse(named.get()).flatMap(key -> registered(key, Optional.empty()));
        }
        return byToken(issuer, audiences).flatMap(key -> registered(key, Optional.empty()));
    }

    /** The door that a handshake came through, by its host or else its API. */
    private Optional<Door> door(Handshake handshake) {
        return door(handshake.host().toLowerCase(Locale.ROOT)).or(() -> door(handshake.apiId()));
    }

    /** Whether the handshake itself, by door or query, says which app it means. */
    boolean isNamed(Handshake handshake) {
        return door(handshake).isPresent() || handshake.queryParameter("app").isPresent();
    }

    /** The app of a ticket that came without a name; the handshake is not asked. */
    Optional<Resolved> of(AppKey key) {
        return registered(key, Optional.empty());
    }

    private Optional<Door> door(String id) {
        return id.isEmpty() || id.length() > MAX_DOOR ? Optional.empty() : registry.door(id);
    }

    private Optional<AppKey> byToken(String issuer, List<String> audiences) {
        if (!canBeRegistered(issuer)) {
            return Optional.empty();
        }
        Set<AppKey> apps = audiences.stream()
                .filter(AppResolver::canBeRegistered)
                .limit(MAX_AUDIENCES)
                .flatMap(audience -> registry.appOfAudience(issuer, audience).stream())
                .collect(Collectors.toSet());
        return switch (apps.size()) {
            case 0 -> registry.appOfIssuer(issuer);
            case 1 -> apps.stream().findFirst();
            default -> Optional.empty();
        };
    }

    /** A stranger's longer text costs neither a read nor a place in a cache. */
    private static boolean canBeRegistered(String text) {
        return !text.isEmpty() && text.length() <= IssuerTrust.MAX_NAME_LENGTH;
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
