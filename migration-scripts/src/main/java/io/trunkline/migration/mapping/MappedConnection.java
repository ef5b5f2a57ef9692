package io.trunkline.migration.mapping;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A connection as an older system knew it, in the platform's words; nothing is checked against the tenant yet.
 *
 * @param type an entity type's name
 * @param scopes as {@code name:value}
 * @param rooms of the older system, as texts by their names here
 * @param visits whether it is nobody's and waits in its one room
 * @param endpoint {@code apiId/stage} where the record says it
 * @param with the origins of other records that went into this
 */
public record MappedConnection(
        String origin,
        String id,
        String user,
        String type,
        String entityId,
        Set<String> roles,
        Set<String> scopes,
        List<String> rooms,
        boolean visits,
        Optional<String> platform,
        Optional<String> endpoint,
        Instant connectedAt,
        Optional<Instant> statedExpiry,
        List<String> with) {
    public MappedConnection {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
        rooms = List.copyOf(rooms);
        with = List.copyOf(with);
    }

    public MappedConnection withType(String other) {
        return new MappedConnection(
                origin,
                id,
                user,
                other,
                entityId,
                roles,
                scopes,
                rooms,
                visits,
                platform,
                endpoint,
                connectedAt,
                statedExpiry,
                with);
    }

    /** The same in {@code others}, as the records {@code from} say beside its own. */
    public MappedConnection gathered(List<String> others, List<String> from) {
        return new MappedConnection(
                origin,
                id,
                user,
                type,
                entityId,
                roles,
                scopes,
                others,
                visits,
                platform,
                endpoint,
                connectedAt,
                statedExpiry,
                from);
    }
}
