package io.trunkline.core.app;

import io.trunkline.routing.key.AppKey;
import io.trunkline.routing.key.EntityType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A client program that a tenant has registered.
 *
 * @param types the entity types that may connect through it
 * @param dialect the wire format that it speaks unless the client or the door says otherwise, {@code trunkline.v1}
 * @param origins browser origins that may connect, {@code *} for any; a client that sends no Origin is no browser
 * @param issuers whose tokens it accepts; none means that nobody can connect
 * @param sessions what it asks of its clients' connections
 * @param firstFrame whether a client may authenticate in its first frame; empty where its handshake must
 */
public record App(
        AppKey key,
        Set<EntityType> types,
        String dialect,
        Set<String> origins,
        List<IssuerTrust> issuers,
        SessionRules sessions,
        Optional<FirstFrame> firstFrame) {
    public App {
        types = Set.copyOf(types);
        origins = Set.copyOf(origins);
        issuers = List.copyOf(issuers);
    }

    /** One whose clients authenticate in their handshake. */
    public App(
            AppKey key,
            Set<EntityType> types,
            String dialect,
            Set<String> origins,
            List<IssuerTrust> issuers,
            SessionRules sessions) {
        this(key, types, dialect, origins, issuers, sessions, Optional.empty());
    }

    /** One that asks nothing of its clients' connections. */
    public App(AppKey key, Set<EntityType> types, String dialect, Set<String> origins, List<IssuerTrust> issuers) {
        this(key, types, dialect, origins, issuers, SessionRules.NONE);
    }
}
