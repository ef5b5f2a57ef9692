package io.trunkline.core.testing;

import io.trunkline.core.connection.ConnectionLifetime;
import io.trunkline.core.subscription.Subscription;
import io.trunkline.core.sweep.Extent;
import io.trunkline.core.sweep.SubscriptionScan;
import io.trunkline.routing.key.RoomKeyCodec;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A scan of subscriptions in memory, half a unit for every forty rows. */
public final class InMemorySubscriptionScan implements SubscriptionScan {
    private final InMemorySubscriptionStore subscriptions;

    public InMemorySubscriptionScan(InMemorySubscriptionStore subscriptions) {
        this.subscriptions = subscriptions;
    }

    @Override
    public Page page(Optional<String> cursor, int limit) {
        List<Subscription> rest = subscriptions.all().stream()
                .filter(row -> cursor.isEmpty() || cursor(row).compareTo(cursor.get()) > 0)
                .toList();
        List<Subscription> page = rest.stream().limit(limit).toList();
        return new Page(
                page.stream()
                        .map(row -> new Place(row.connectionId(), row.room()))
                        .toList(),
                0,
                rest.size() > limit ? Optional.of(cursor(page.getLast())) : Optional.empty(),
                new Extent(page.size(), 0.5 * Math.ceilDiv(page.size(), 40)));
    }

    private static String cursor(Subscription row) {
        return row.connectionId() + " " + RoomKeyCodec.encode(row.room());
    }

    @Override
    public boolean remove(Place place, Instant connectedBefore) {
        Optional<Subscription> row = subscriptions.all().stream()
                .filter(each -> each.connectionId().equals(place.connection())
                        && each.room().equals(place.room()))
                .filter(each -> each.expiresAt().isBefore(ConnectionLifetime.expiresAt(connectedBefore)))
                .findFirst();
        row.ifPresent(each -> subscriptions.leave(each.connectionId(), List.of(each.room())));
        return row.isPresent();
    }
}
