package io.trunkline.core.subscription;

import io.trunkline.core.connection.ConnectionId;
import java.util.List;
import java.util.Optional;

/**
 * Some of a room shard's subscriptions.
 *
 * @param items may be empty although there is a next page
 * @param next where the next page starts (after this connection), or empty at the end
 */
public record SubscriptionPage(List<Subscription> items, Optional<ConnectionId> next) {
    public SubscriptionPage {
        items = List.copyOf(items);
    }
}
