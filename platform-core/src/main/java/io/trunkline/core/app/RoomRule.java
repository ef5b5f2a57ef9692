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
 */
public record RoomRule(
        String kind, JoinCondition join, Set<EntityType> publishers, int shards, Optional<Retention> durable) {
    public RoomRule {
        publishers = Set.copyOf(publishers);
    }
}
