package io.trunkline.core.idempotency;

import io.trunkline.core.message.Position;
import io.trunkline.routing.key.RoomName;
import java.time.Instant;
import java.util.Map;

/**
 * The right to do what a key stands for, until its lease ends. Who takes over from one that ended without an outcome
 * goes on with the same event id, time and positions.
 *
 * @param owner whose the claim is; drawn anew for every request
 * @param positions where the event stands in histories already, put there by this owner's predecessors
 */
public record Claim(IdempotencyKey key, String owner, String eventId, Instant at, Map<RoomName, Position> positions) {
    public Claim {
        positions = Map.copyOf(positions);
    }
}
