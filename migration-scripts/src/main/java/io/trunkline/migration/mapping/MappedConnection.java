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
 * @param rooms beside the automatic ones, as texts
 * @param endpoint {@code apiId/stage} where the record says it
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
        Optional<String> platform,
        Optional<String> endpoint,
        Instant connectedAt,
        Optional<Instant> statedExpiry) {
    public MappedConnection {
        roles = Set.copyOf(roles);
        scopes = Set.copyOf(scopes);
        rooms = List.copyOf(rooms);
    }

    public MappedConnection withType(String other) {
        return new MappedConnection(
                origin, id, user, other, entityId, roles, scopes, rooms, platform, endpoint, connectedAt, statedExpiry);
    }

    public MappedConnection withRooms(List<String> others) {
        return new MappedConnection(
                origin, id, user, type, entityId, roles, scopes, others, platform, endpoint, connectedAt, statedExpiry);
    }
}
