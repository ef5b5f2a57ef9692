package io.trunkline.core.dynamo;

import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.connection.GatewayEndpoint;
import io.trunkline.core.connection.Principal;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.testing.Wizz;
import io.trunkline.routing.key.RoomKey;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** A connection of usual size and what it joins. */
final class Samples {
    /** Far ahead of the real clock, by which DynamoDB Local deletes what has expired. */
    static final Instant NOW = Instant.parse("2096-03-01T12:00:00Z");

    static final ConnectionId ID = new ConnectionId("Lz1aBcDeFgHiJkL=");

    private static final GatewayEndpoint ENDPOINT = new GatewayEndpoint("a1b2c3d4e5", "prod");

    private Samples() {}

    static Connection connection() {
        return new Connection(
                ID,
                new Principal(Wizz.merchant(), Optional.of("jti-1"), Optional.of(NOW), NOW.plus(Duration.ofHours(1))),
                ENDPOINT,
                "trunkline.v1",
                Optional.of("android"),
                NOW,
                ConnectionLifetime.expiresAt(NOW));
    }

    static RoomShard room(String name) {
        return new RoomShard(new RoomKey(Wizz.ID, RoomName.parse(name)), 0);
    }

    static List<RoomShard> orders(int count) {
        return IntStream.range(0, count).mapToObj(i -> room("order:o-" + i)).toList();
    }

    static Subscription subscription(RoomShard room, ConnectionId id) {
        return new Subscription(room, id, ENDPOINT, "trunkline.v1", ConnectionLifetime.expiresAt(NOW));
    }

    static List<Subscription> members(Collection<RoomShard> rooms) {
        return rooms.stream().map(room -> subscription(room, ID)).toList();
    }
}
