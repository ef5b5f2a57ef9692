package io.trunkline.core.app;

import io.trunkline.routing.key.EntityType;
import java.util.Optional;
import java.util.Set;

/**
 * The rule of all rooms of one kind, such as every {@code order:…}. A kind without a rule cannot be joined.
 *
 * @param kind the room kind, {@code order}
 * @param join what lets a principal in
 * @param publishers the entity types that may publish, once they satisfy {@code join}; empty for backends only
 * @param shards over how many partitions the subscriptions of a room are spread, 1 for small rooms
 * @param durable what is kept of the room's events; empty where nothing is
 * @param presence what is told of who is in the room; empty where nothing is kept of it
 * @param owners the entity types of which that with the room's id may publish, whoever else may
 */
public record RoomRule(
        String kind,
        JoinCondition join,
        Set<EntityType> publishers,
        int shards,
        Optional<Retention> durable,
        Optional<PresenceRule> presence,
        Set<EntityType> owners) {
    public RoomRule {
        publishers = Set.copyOf(publishers);
        owners = Set.copyOf(owners);
    }

    /** A rule of rooms that are nobody's own. */
    public RoomRule(
            String kind,
            JoinCondition join,
            Set<EntityType> publishers,
            int shards,
            Optional<Retention> durable,
            Optional<PresenceRule> presence) {
        this(kind, join, publishers, shards, durable, presence, Set.of());
    }

    /** A rule of rooms that keep nothing of who is in them. */
    public RoomRule(
            String kind, JoinCondition join, Set<EntityType> publishers, int shards, Optional<Retention> durable) {
        this(kind, join, publishers, shards, durable, Optional.empty());
    }
}
