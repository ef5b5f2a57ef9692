package io.trunkline.core.presence;

import io.trunkline.core.app.Tenant;
import io.trunkline.core.connection.Connection;
import io.trunkline.core.connection.ConnectionId;
import io.trunkline.core.connection.ConnectionStore;
import io.trunkline.core.subscription.RoomShards;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.subscription.SubscriptionPage;
import io.trunkline.core.subscription.SubscriptionStore;
import io.trunkline.routing.key.RoomName;
import io.trunkline.routing.key.RoomShard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who is connected in any room, by its subscriptions and their connections' rows: for operators, as every connection is
 * read.
 */
public final class RoomMembers {
    /**
     * Pages read for one answer at most, so that shards that are empty or expired cost one answer no more than this.
     */
    private static final int MOST_PAGES = 20;

    /**
     * Where to go on.
     *
     * @param after the last connection of the shard that was answered; empty at the shard's beginning
     */
    public record Place(int shard, Optional<ConnectionId> after) {
        public static final Place START = new Place(0, Optional.empty());

        /** {@code shard:connection}. */
        @Override
        public String toString() {
            return shard + ":" + after.map(ConnectionId::value).orElse("");
        }

        /** Reads its own text back; throws {@link IllegalArgumentException} on any other. */
        public static Place parse(String text) {
            int colon = text.indexOf(':');
            if (colon < 0) {
                throw new IllegalArgumentException("a place is written shard:connection");
            }
            String connection = text.substring(colon + 1);
            return new Place(
                    Integer.parseInt(text.substring(0, colon)),
                    connection.isEmpty() ? Optional.empty() : Optional.of(new ConnectionId(connection)));
        }
    }

    /**
     * Some connections.
     *
     * @param connections may be empty although there is a next page
     */
    public record Page(List<Connection> connections, Optional<Place> next) {
        public Page {
            connections = List.copyOf(connections);
        }
    }

    private final SubscriptionStore subscriptions;
    private final ConnectionStore connections;

    public RoomMembers(SubscriptionStore subscriptions, ConnectionStore connections) {
        this.subscriptions = subscriptions;
        this.connections = connections;
    }

    /**
     * Connections in {@code room} from {@code from} on, up to {@code limit} (1 to 100) and in no order that means
     * anything.
     */
    public Page page(Tenant tenant, RoomName room, Place from, int limit, Instant now) {
        List<RoomShard> shards = RoomShards.all(tenant, room);
        List<ConnectionId> found = new ArrayList<>();
        Optional<Place> at = Optional.of(from).filter(place -> place.shard() < shards.size());
        for (int read = 0; at.isPresent() && found.size() < limit && read < MOST_PAGES; read++) {
            Place place = at.get();
            SubscriptionPage page =
                    subscriptions.page(shards.get(place.shard()), place.after(), limit - found.size(), now);
            page.items().stream().map(Subscription::connectionId).forEach(found::add);
            at = page.next()
                    .map(last -> new Place(place.shard(), Optional.of(last)))
                    .or(() -> Optional.of(new Place(place.shard() + 1, Optional.empty()))
                            .filter(next -> next.shard() < shards.size()));
        }
        List<Connection> rows = connections.findAll(found, now).stream()
                .filter(row -> row.principal().identity().tenant().equals(tenant.id()))
                .toList();
        return new Page(rows, at);
    }
}
