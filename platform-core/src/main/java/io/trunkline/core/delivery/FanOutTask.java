package io.trunkline.core.delivery;

import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.message.ServerEvent;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.routing.key.RoomShard;
import io.trunkline.routing.key.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A piece of a fan-out that one invocation did not finish: all that another needs to go on, in one queue message.
 *
 * @param event with everything that a frame says
 * @param attempt how often the connections of {@link Work.Some} were given up so far; 0 for the rest of a shard
 * @param queuedAt when the event's first piece went into the queue
 */
public record FanOutTask(ServerEvent.Broadcast event, RoomShard shard, Work work, int attempt, Instant queuedAt) {
    /** What is left to do of a shard. */
    public sealed interface Work {
        /** Everyone behind {@code after}, or everyone. */
        record Rest(Optional<ConnectionId> after) implements Work {}

        /** These alone, as the others have it: what was throttled, failed, or cut off by the deadline. */
        record Some(List<Subscription> connections) implements Work {
            public Some {
                connections = List.copyOf(connections);
            }
        }
    }

    public FanOutTask {
        if (attempt < 0) {
            throw new IllegalArgumentException("attempts are counted from 0");
        }
    }

    static FanOutTask rest(ServerEvent.Broadcast event, FanOutCursor cursor, Instant queuedAt) {
        return new FanOutTask(event, cursor.shard(), new Work.Rest(cursor.after()), 0, queuedAt);
    }

    public TenantId tenant() {
        return shard.room().tenant();
    }

    /** What a receipt counts it as. */
    int weight() {
        return switch (work) {
            case Work.Rest rest -> 1;
            case Work.Some some -> some.connections().size();
        };
    }
}
